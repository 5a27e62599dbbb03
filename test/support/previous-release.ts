import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { unpackInto } from '../../bin/release/packed-functions.ts';
import { type RecordedStacks, recordedStacks } from '../../bin/release/recorded-stacks.ts';

const releases = resolve(import.meta.dirname, '..', 'releases');

/** The latest release, as `npm run release` has kept it. This tree is on the way to the next one. */
export function previousRelease() {
  const [version, ...others] = readdirSync(releases);
  if (version === undefined || others.length > 0) throw new Error(`${releases} must have one release`);
  const fileOf = (name: string) => readFileSync(join(releases, version, name));
  return {
    version,
    stacks: (): RecordedStacks => recordedStacks.parse(JSON.parse(fileOf('stacks.json').toString())),
    eventsSchema: (): unknown => JSON.parse(fileOf('events.schema.json').toString()),
    /** Unpacks the functions into a folder inside this one, or finds them there, and returns their folders by name. */
    functionsIn(cache: string): Record<string, string> {
      const pack = fileOf('functions.br');
      const folder = join(cache, createHash('sha256').update(pack).digest('hex').slice(0, 16));
      if (!existsSync(folder)) unpackOnce(folder, cache, pack);
      const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
      return Object.fromEntries(names.map(({ name }) => [name, join(folder, name)]));
    },
  };
}

/** Two suites may unpack at the same time: each does in a folder of its own, and the first one is kept. */
function unpackOnce(folder: string, cache: string, pack: Buffer): void {
  mkdirSync(cache, { recursive: true });
  const own = mkdtempSync(join(cache, 'new-'));
  try {
    unpackInto(own, pack);
    renameSync(own, folder);
  } catch (error) {
    rmSync(own, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}
