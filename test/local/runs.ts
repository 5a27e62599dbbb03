import { setTimeout as wait } from 'node:timers/promises';
import { afterEach } from '@jest/globals';
import { type LocalRun, type LocalRunSettings, startLocal } from '../../local/start-local.ts';
import { aFolder } from './an-assembly.ts';

const started: LocalRun[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((run) => run.stop()));
});

/** Starts an assembly on free ports and a new folder; it is stopped when the test is over. */
export async function aRun(assembly: string, more: LocalRunSettings = {}): Promise<LocalRun> {
  const run = await startLocal({ port: 0, folder: aFolder(), assembly, ...more });
  started.push(run);
  return run;
}

/** Asks again until the answer is there, for at most five seconds or as many as are given. */
export async function eventually<T>(ask: () => Promise<T | undefined> | T | undefined, seconds = 5): Promise<T> {
  for (let attempt = 0; attempt < 50 * seconds; attempt += 1) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await wait(20);
  }
  throw new Error(`It did not happen within ${seconds} seconds`);
}
