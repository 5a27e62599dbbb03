import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { synthesize } from '../../local/synthesize.ts';

const project = resolve(import.meta.dirname, '..', '..');
const cache = join(project, 'node_modules', '.cache', 'lastcall');
const variable = 'LASTCALL_ASSEMBLY';
const oneHour = 60 * 60 * 1000;

/** Every file that the assembly depends on. What local/ adds is the context: `synthesize` and the account it names. */
const inputs = [
  '{functions,lib,bin}/**/*.{ts,json}',
  'local/{synthesize,aws/account}.ts',
  '{cdk,cdk.context,package,package-lock,tsconfig}.json',
];

/**
 * The folder of the cloud assembly of this app, with its bundles, as `npm start` synthesizes it. Synthesis takes seconds,
 * so all suites of a run read one assembly, and later runs use it again until a file that it depends on changes. It is
 * there in the suites of the Jest project `app`. Nobody writes to it.
 */
export function assemblyFolder(): string {
  const folder = process.env[variable];
  if (folder === undefined) throw new Error('No assembly: a suite that reads it belongs to the Jest project app');
  return folder;
}

/** Where Node.js keeps what it has compiled of this app, so that its bundles are compiled once. */
export function compileCache(): string {
  const folder = join(assemblyFolder(), '..', 'compiled');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * Synthesizes the app unless the cache has it. The folder is then known in this process and in every one that it starts.
 */
export async function prepareAssembly(): Promise<void> {
  const kept = join(cache, hashOfInputs());
  if (!existsSync(kept)) await synthesizeInto(kept);
  // Other runs clear what is not in use.
  utimesSync(kept, new Date(), new Date());
  clearUnused();
  process.env[variable] = join(kept, 'cdk.out');
}

function hashOfInputs(): string {
  const hash = createHash('sha256');
  for (const file of globSync(inputs, { cwd: project }).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(project, file)))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

/** Two runs may synthesize the same at the same time: each works in a folder of its own, and the first one is kept. */
async function synthesizeInto(kept: string): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'new-'));
  try {
    await synthesize(project, folder);
    renameSync(folder, kept);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    if (!existsSync(kept)) throw error;
  }
}

/** Removes what no run has used for an hour, which is longer than any run takes. */
function clearUnused(): void {
  for (const name of readdirSync(cache)) {
    const folder = join(cache, name);
    const usedAt = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (Date.now() - usedAt > oneHour) rmSync(folder, { recursive: true, force: true });
  }
}
