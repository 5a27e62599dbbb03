import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { minifySync } from '@swc/core';
import { buildSync } from 'esbuild';

/** What a page that an agent waits for may be asked to load. */
const gzippedBytesAtMost = 8192;

/** Where what is exported is declared. */
const filesOfTypes = [
  ...['session', 'callbacks', 'desktop', 'texts', 'view', 'options', 'keep-session', 'streams', 'streams-desktop'],
];
const relativeImport = /^(?:import|export) .* from '[.]\/.*';\n/gm;

const here = fileURLToPath(new URL('.', import.meta.url));

/** The agent library as a module and as one script tag, by file name. */
export type AgentLibrary = Readonly<Record<'lastcall-agent.mjs' | 'lastcall-agent.js', string>>;

/** @throws Error that says which bundle is too large, and by how much */
export function buildAgentLibrary(): AgentLibrary {
  return {
    'lastcall-agent.mjs': bundle('lastcall-agent.mjs', 'lastcall-agent.ts', 'esm'),
    'lastcall-agent.js': bundle('lastcall-agent.js', 'script-tag.ts', 'iife'),
  };
}

/** Writes the bundles and their types into a folder. */
export function writeAgentLibrary(folder: string): void {
  const types = declareTypes();
  const files = { ...buildAgentLibrary(), 'lastcall-agent.d.mts': types, 'lastcall-agent.d.ts': types };
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

function bundle(name: string, entry: string, format: 'esm' | 'iife'): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(here, 'agent', entry)],
    bundle: true,
    format,
    target: 'es2022',
    // Escaped, a Chinese, Japanese or Korean character takes six bytes.
    charset: 'utf8',
    minifySyntax: true,
    write: false,
  });
  // What it leaves is 4 % less, gzipped, than what esbuild's own minifier does.
  const { code } = minifySync(outputFiles.map(({ text }) => text).join(''), {
    module: format === 'esm',
    ecma: 2022,
    compress: { ecma: 2022, passes: 3, sequences: false },
    mangle: true,
    format: { ecma: 2022 },
  });
  const bytes = gzipSync(code, { level: 9 }).length;
  if (bytes > gzippedBytesAtMost) {
    throw new Error(`${name} is ${bytes} bytes gzipped and may be ${gzippedBytesAtMost}: something has to go.`);
  }
  return code;
}

/** The types of all that is exported, in one file: a page that copies the library copies two files. */
function declareTypes(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lastcall-types-'));
  try {
    const project = join(here, 'tsconfig.json');
    const emit = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--rootDir', here, '--outDir', folder];
    execFileSync(process.execPath, [join(here, '../node_modules/typescript/bin/tsc'), '-p', project, ...emit]);
    const texts = filesOfTypes.map((name) => readFileSync(join(folder, 'agent', `${name}.d.ts`), 'utf8'));
    return `${texts.join('').replaceAll(relativeImport, '')}export as namespace LastcallAgent;\n`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (import.meta.main) writeAgentLibrary(join(here, 'agent/dist'));
