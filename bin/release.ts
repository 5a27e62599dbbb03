import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ReleaseRefused, requireVersion } from './release/changelog.ts';
import { makeRelease } from './release/make-release.ts';
import { recordRelease } from './release/record.ts';

const usage = `npm run release -- X.Y.Z [--dry-run] [--record]

Makes a release of what is on main: the section Unreleased of CHANGELOG.md becomes that of the version, package.json and its
lock get the version, test/releases gets what the tests of the next release need, and all of it is one commit with a tag
that has the section as its notes. Nothing is pushed.
  --dry-run   checks everything and prints the notes, and writes nothing
  --record    writes test/releases only: for a release whose stored form has to be made again from the commit of its tag`;

const root = resolve(import.meta.dirname, '..');

function readArguments() {
  const options = { 'dry-run': { type: 'boolean' }, record: { type: 'boolean' }, help: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help === true) return undefined;
  const [version, ...more] = positionals;
  if (version === undefined || more.length > 0) throw new ReleaseRefused('Name one version: npm run release -- 1.2.0');
  requireVersion(version);
  return { version, isDryRun: values['dry-run'] === true, recordsOnly: values.record === true };
}

async function main(): Promise<void> {
  const wanted = readArguments();
  if (wanted === undefined) {
    console.log(usage);
    return;
  }
  const { version, isDryRun, recordsOnly } = wanted;
  if (recordsOnly) return recordRelease(root, version);
  const day = new Date().toISOString().slice(0, 10);
  const { notes } = await makeRelease({ root, version, day, isDryRun, record: recordRelease });
  console.log(`Lastcall ${version}\n\n${notes}\n`);
  console.log(isDryRun ? 'Nothing was written.' : `To publish it: git push --atomic origin main v${version}`);
}

try {
  await main();
} catch (error) {
  const isArgument = error instanceof TypeError && 'code' in error;
  if (!(error instanceof ReleaseRefused || isArgument)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
