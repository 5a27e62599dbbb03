import { setTimeout as wait } from 'node:timers/promises';

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
