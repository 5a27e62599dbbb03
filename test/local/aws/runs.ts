import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach } from '@jest/globals';
import { type LocalRun, type LocalRunSettings, startApp } from '../../../local/aws/start-app.ts';
import { aFolder } from '../../support/a-folder.ts';
import { eventually } from '../../support/eventually.ts';

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
