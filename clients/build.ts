import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { minifySync } from '@swc/core';
import { buildSync } from 'esbuild';

/** Agents wait for the library when their page loads. */
const maxGzippedBytes = 10_240;

/** Exports the same as the module, for pages that load the library with a script tag. */
const scriptTagEntry = `
  import { keepSession, SignedInElsewhere, SignInHeld, streamsDesktop } from './lastcall-agent.ts';
  Object.assign(globalThis, { LastcallAgent: { keepSession, SignedInElsewhere, SignInHeld, streamsDesktop } });
`;

/** The files that declare the exported types. */
const typeFiles = [
  'session',
  'sign-in-refusals',
  'deferred-logout',
  'callbacks',
  'desktop',
  'texts',
  'view',
  'options',
  'keep-session',
  'streams-desktop',
];
/** Names of properties that only the library itself uses. In the bundles they are one letter long. */
const internalNames = [
  ...['adoptStored', 'announce', 'buttons', 'closeShown', 'desktopStatus', 'dismiss', 'finish', 'forget', 'frameNow'],
  ...['hasFailed', 'hasOthers', 'heartbeats', 'isLeader', 'isQuestion', 'lead', 'mayGoOffline', 'notify', 'onEnded'],
  ...['onFrame', 'onHeartbeat', 'onKept', 'onMessage', 'onOtherClosed', 'onTabMessage', 'paragraphs', 'postpone'],
  ...['receivedAt', 'reconnect', 'retryAfterMs', 'sendHeartbeat', 'sendIfDue', 'sessionEnd', 'timers', 'withLock'],
  ...['after', 'call', 'dueAt', 'load', 'once', 'post', 'save', 'session', 'stop', 'store', 'tabs', 'wait'],
];
const relativeImport = /^(?:import|export) .* from '[.]\/.*';\n/gm;

const here = fileURLToPath(new URL('.', import.meta.url));

/** The agent library by file name: as a module, and for a script tag. */
export type AgentLibrary = Readonly<Record<'lastcall-agent.mjs' | 'lastcall-agent.js', string>>;

export function buildAgentLibrary(): AgentLibrary {
  return {
    'lastcall-agent.mjs': bundle("export * from './lastcall-agent.ts';", 'esm'),
    'lastcall-agent.js': bundle(scriptTagEntry, 'iife'),
  };
}

/** Writes the bundles and their type declarations to a folder. */
export function writeAgentLibrary(folder: string): void {
  const types = declareTypes();
  const declared = internalNames.filter((name) => new RegExp(`^ *(readonly )?${name}[?:(]`, 'm').test(types));
  if (declared.length > 0) throw new Error(`A page may use these names, so they stay as they are: ${declared}`);
  const files = { ...buildAgentLibrary(), 'lastcall-agent.d.mts': types, 'lastcall-agent.d.ts': types };
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

/** @throws Error if a bundle is larger than the limit */
function checkSizes(): void {
  for (const [name, code] of Object.entries(buildAgentLibrary())) {
    const bytes = gzipSync(code, { level: 9 }).length;
    if (bytes > maxGzippedBytes) throw new Error(`${name} is ${bytes} bytes gzipped; the limit is ${maxGzippedBytes}`);
  }
}

function bundle(source: string, format: 'esm' | 'iife'): string {
  const { outputFiles } = buildSync({
    stdin: { contents: source, loader: 'ts', resolveDir: join(here, 'agent') },
    bundle: true,
    format,
    target: 'es2022',
    // An escaped Chinese, Japanese or Korean character takes six bytes.
    charset: 'utf8',
    minifySyntax: true,
    mangleProps: new RegExp(`^(${internalNames.join('|')})$`),
    write: false,
  });
  // Gzipped, its output is 4 % smaller than that of esbuild's own minifier.
  const { code } = minifySync(outputFiles.map(({ text }) => text).join(''), {
    module: format === 'esm',
    ecma: 2022,
    compress: { ecma: 2022, passes: 3, sequences: false },
    mangle: true,
    format: { ecma: 2022 },
  });
  return code;
}

/** The type declarations in one file, so that a page that copies the library copies two files. */
function declareTypes(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lastcall-types-'));
  try {
    const project = join(here, 'tsconfig.json');
    const emit = [
      '--noEmit',
      'false',
      '--declaration',
      '--emitDeclarationOnly',
      '--stripInternal',
      '--rootDir',
      here,
      '--outDir',
      folder,
    ];
    execFileSync(process.execPath, [join(here, '../node_modules/typescript/bin/tsc'), '-p', project, ...emit]);
    const texts = typeFiles.map((name) => readFileSync(join(folder, 'agent', `${name}.d.ts`), 'utf8'));
    return `${texts.join('').replaceAll(relativeImport, '')}export as namespace LastcallAgent;\n`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (import.meta.main) {
  if (process.argv.includes('--check-size')) checkSizes();
  else writeAgentLibrary(join(here, 'agent/dist'));
}
