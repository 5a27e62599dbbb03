import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '../../node_modules/swagger-ui-dist');
const fileOf = (name: string) => readFileSync(resolve(folder, name), 'utf8');

/** A page that needs no other file, and the hashes by which a browser lets its program and its styles in. */
export interface DocsPage {
  readonly html: string;
  readonly hashes: { readonly script: string; readonly style: string };
}

/** Starts Swagger UI. On the machine where Lastcall runs itself, the key of the demo is filled in: nowhere else it exists. */
const start = `
const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(location.hostname);
const ui = SwaggerUIBundle({
  url: 'v1/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: -1,
  displayRequestDuration: true,
  filter: true,
  validatorUrl: null,
  onComplete: () => { if (isLocal) ui.preauthorizeBasic('apiKey', 'demo', 'demo-secret'); },
});
`;

/** The page to try the API: Swagger UI with its styles and its program inside. */
export function makeDocsPage(): DocsPage {
  const { version } = JSON.parse(fileOf('package.json'));
  // Inside HTML a program ends at the first end tag, even within a text.
  const script = `${fileOf('swagger-ui-bundle.js')}${start}`
    .replaceAll('</script', '<\\/script')
    .replaceAll('<!--', '<\\!--')
    .replaceAll('\r\n', '\n');
  const style = `${fileOf('swagger-ui.css')}\n#api { max-width: 1460px; margin: 0 auto }`;
  const licences = fileOf('swagger-ui-bundle.js.LICENSE.txt').replaceAll('--', '- -');
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Lastcall API</title>
<link rel="icon" href="data:,">
<!-- Swagger UI ${version}, licensed under the Apache License 2.0 (apache.org/licenses/LICENSE-2.0), with parts under these licences:
${licences}
-->
<style>${style}</style>
</head>
<body>
<div id="api"></div>
<script>${script}</script>
</body>
</html>
`;
  return { html, hashes: { script: hashOf(script), style: hashOf(style) } };
}

/** As a content security policy has it. */
const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
