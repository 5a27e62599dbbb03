import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { makeDocsPage } from './docs-page/page.ts';

// npm run docs-page: writes the page that GET /docs answers with, compressed, after swagger-ui-dist or the page has changed.

const functions = resolve(import.meta.dirname, '../functions');
const { html, hashes } = makeDocsPage();
const params = { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: html.length };
writeFileSync(resolve(functions, 'runtime/docs-page.html.br'), brotliCompressSync(html, { params }));
writeFileSync(resolve(functions, 'dialects/docs-page-hashes.json'), `${JSON.stringify(hashes, undefined, 2)}\n`);
