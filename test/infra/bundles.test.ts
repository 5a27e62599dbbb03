import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Bundles, bundleFunctions } from '../../lib/bundles.ts';
import { scratchFolder } from './synthesis.ts';

/** The largest bundle may weigh this much; every 100 kB cost some 10 ms of a cold start. */
const largestBundleBytes = 600_000;

describe('the bundles of functions/', () => {
  let outdir: string;
  let bundles: Bundles;
  beforeAll(() => {
    outdir = scratchFolder();
    bundles = bundleFunctions(outdir);
  });
  const textOf = (name: string) => readFileSync(join(outdir, name, 'index.mjs'), 'utf8');

  test('are one for each file, and none for a folder', () => {
    const files = readdirSync('functions').filter((file) => file.endsWith('.ts'));
    expect(bundles.names).toEqual(files.map((file) => file.replace(/\.ts$/, '')).sort());
  });

  test('stay small', () => {
    const sizes = bundles.names.map((name) => [name, textOf(name).length] as const);
    expect(sizes.filter(([, bytes]) => bytes > largestBundleBytes)).toEqual([]);
  });

  test('leave out what only a named import of zod drags in: import it as a namespace', () => {
    const inputs = Object.values(bundles.metafile.outputs).flatMap((output) => Object.entries(output.inputs));
    const locales = inputs.filter(([path, { bytesInOutput }]) => path.includes('zod/v4/locales/') && bytesInOutput > 0);
    expect(new Set(locales.map(([path]) => path)).size).toBeLessThanOrEqual(1);
  });

  test('never call require, which an ES module does not have', () => {
    expect(bundles.names.filter((name) => textOf(name).includes('Dynamic require of'))).toEqual([]);
  });

  test('are the same bytes in another place', () => {
    const elsewhere = scratchFolder();
    bundleFunctions(elsewhere);
    const differing = bundles.names.filter(
      (name) => readFileSync(join(elsewhere, name, 'index.mjs'), 'utf8') !== textOf(name),
    );
    expect(differing).toEqual([]);
  });
});
