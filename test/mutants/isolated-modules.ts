import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What `@jest/globals` stands for in suites that Jest itself does not run. */
const testGlobals = new URL('./test-globals.ts', import.meta.url).href;

/** The number of the copy that imports get. Of packages there is one copy, of other modules one for each suite that is run. */
let copy = 0;

/** Imports a suite with a copy of its own of all modules in a folder, so that no suite finds what another one has left in them. */
export async function importAnew(suite: string): Promise<void> {
  copy += 1;
  await import(pathToFileURL(suite).href);
}

export function isolateModulesOf(folder: string): void {
  const root = pathToFileURL(`${folder}/`).href;
  const packages = `${root}node_modules/`;
  const sources = new Map<string, string>();
  const sourceOf = (address: string): string => {
    const known = sources.get(address);
    if (known !== undefined) return known;
    const source = stripTypeScriptTypes(readFileSync(fileURLToPath(address), 'utf8'));
    sources.set(address, source);
    return source;
  };
  registerHooks({
    resolve: (specifier, importer, next) => {
      if (specifier === '@jest/globals') return { url: testGlobals, shortCircuit: true };
      const found = next(specifier, importer);
      if (!found.url.startsWith(root) || found.url.startsWith(packages)) return found;
      return { ...found, url: `${withoutCopy(found.url)}?copy=${copy}` };
    },
    load: (url, importer, next) => {
      const address = withoutCopy(url);
      if (address === url || !address.endsWith('.ts')) return next(url, importer);
      return { format: 'module', source: sourceOf(address), shortCircuit: true };
    },
  });
}

const withoutCopy = (url: string): string => url.replace(/\?copy=\d+$/, '');
