import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach } from '@jest/globals';
import { type LocalRun, type LocalRunSettings, startApp } from '../../../local/aws/start-app.ts';

const folders: string[] = [];
afterAll(removeFolders);

/** A new folder of its own. It is removed at the end of the suite. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lastcall-'));
  folders.push(folder);
  return folder;
}

/** Removes the folders of this suite that no run uses. A suite that stops its run later calls this again. */
export function removeFolders(): void {
  const unused = folders.filter((folder) => !existsSync(join(folder, 'run.pid')));
  for (const folder of unused) rmSync(folder, { recursive: true, force: true });
}

const runs: LocalRun[] = [];

afterEach(async () => {
  await Promise.all(runs.splice(0).map((run) => run.stop()));
});

/** Runs an assembly on free ports and in a new folder. It is stopped at the end of the test. */
export async function aRun(assembly: string, settings: Partial<LocalRunSettings> = {}): Promise<LocalRun> {
  const run = await startApp({ port: 0, folder: aFolder(), assembly, ...settings });
  runs.push(run);
  return run;
}

/** Repeats a question until it has an answer, for at most twenty seconds or as long as given. */
export async function eventually<T>(ask: () => Promise<T | undefined> | T | undefined, seconds = 20): Promise<T> {
  const end = performance.now() + 1000 * seconds;
  do {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await wait(50);
  } while (performance.now() < end);
  throw new Error(`It did not happen within ${seconds} seconds`);
}

/** A file to which functions append lines of JSON. Its path is their variable NOTES. */
export function someNotes() {
  const file = join(aFolder(), 'notes');
  const read = () =>
    readFileSync(file, { encoding: 'utf8', flag: 'a+' })
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  return {
    file,
    read,
    /** Waits until there are so many notes, and returns all. */
    atLeast: (count: number) =>
      eventually(() => {
        const notes = read();
        return notes.length >= count ? notes : undefined;
      }),
  };
}
