import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleTogether } from '../../lib/bundles.ts';
import { synthesize } from '../../local/synthesize.ts';
import { packed } from './packed-functions.ts';
import { recordStacks } from './recorded-stacks.ts';

/** Where the latest release is kept, for the tests of the next one. */
const releasesFolder = join('test', 'releases');

/**
 * Keeps of a release what the tests of the next one need, in `test/releases/{version}`: its functions, the schema of its
 * events, and what its stacks hold. The releases before it are not needed any more. Without the history of the repository,
 * of which a build may have only the latest commit, these tests have nothing else to compare with.
 */
export async function recordRelease(root: string, version: string): Promise<void> {
  const assembly = mkdtempSync(join(tmpdir(), 'lastcall-release-'));
  try {
    const stacks = recordStacks(await synthesize(root, assembly));
    const functions = packed(await bundleTogether());
    rmSync(join(root, releasesFolder), { recursive: true, force: true });
    const folder = join(root, releasesFolder, version);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'functions.br'), functions);
    writeFileSync(join(folder, 'stacks.json'), `${JSON.stringify(stacks, null, 2)}\n`);
    copyFileSync(join(root, 'docs', 'events.schema.json'), join(folder, 'events.schema.json'));
  } finally {
    rmSync(assembly, { recursive: true, force: true });
  }
}
