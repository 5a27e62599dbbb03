import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { buildAgentLibrary } from '../../clients/build.ts';

/** A file of the demo. */
export interface Page {
  readonly text: string;
  readonly type: string;
}

/** All files of the demo. */
export type Pages = Awaited<ReturnType<typeof buildPages>>;

const folder = fileURLToPath(new URL('../../clients/demo/', import.meta.url));
const types = {
  html: 'text/html;charset=utf-8',
  css: 'text/css;charset=utf-8',
  js: 'text/javascript;charset=utf-8',
};

const file = (name: string, type: keyof typeof types): Page => ({
  text: readFileSync(`${folder}${name}`, 'utf8'),
  type: types[type],
});

/** The files of the demo of an instance of Amazon Connect. */
export const buildDrivenPages = async () =>
  ({
    page: file('driven/driven.html', 'html'),
    style: file('demo.css', 'css'),
    drivenStyle: file('driven/driven.css', 'css'),
    script: await script('driven/driven-page.ts'),
  }) satisfies Record<string, Page>;

/** Reads the demo's pages, writes Lastcall's URL into them, and bundles their scripts. */
export async function buildPages(lastcallUrl: string) {
  const page = file('demo.html', 'html');
  const streams = createRequire(import.meta.url).resolve('amazon-connect-streams');
  return {
    page: { ...page, text: page.text.replace('{lastcallUrl}', lastcallUrl) },
    style: file('demo.css', 'css'),
    script: await script('demo-page.ts'),
    ccpPage: file('ccp/ccp.html', 'html'),
    ccpStyle: file('ccp/ccp.css', 'css'),
    ccpScript: await script('ccp/ccp-page.ts'),
    ccpWorker: await script('ccp/ccp-worker.ts'),
    library: { text: buildAgentLibrary()['lastcall-agent.mjs'], type: types.js },
    streams: { text: readFileSync(streams, 'utf8'), type: types.js },
  } satisfies Record<string, Page>;
}

/** Keeps the agent library out of the bundles: the pages load it as it is built, as other pages do. */
const asBuilt: Plugin = {
  name: 'agent-library-as-built',
  setup({ onResolve }) {
    onResolve({ filter: /\/lastcall-agent\.ts$/ }, () => ({ path: '/lastcall-agent.mjs', external: true }));
  },
};

async function script(name: string): Promise<Page> {
  const { outputFiles } = await build({
    entryPoints: [`${folder}${name}`],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    plugins: [asBuilt],
    write: false,
    sourcemap: 'inline',
    logLevel: 'silent',
  });
  return { text: outputFiles.map(({ text }) => text).join(''), type: types.js };
}
