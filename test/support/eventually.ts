import { setTimeout as wait } from 'node:timers/promises';

const longestPause = 250;

/**
 * Repeats a question, more and more slowly, until it has an answer: for at most forty seconds or as long as given. Hardly anything
 * takes a second, unless the machine is busy with something else.
 */
export async function eventually<T>(ask: () => Promise<T | undefined> | T | undefined, seconds = 40): Promise<T> {
  const end = performance.now() + 1000 * seconds;
  for (let pause = 10; performance.now() < end; pause = Math.min(1.5 * pause, longestPause)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await wait(pause);
  }
  throw new Error(`It did not happen within ${seconds} seconds`);
}
