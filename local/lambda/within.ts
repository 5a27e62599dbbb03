import { setTimeout as wait } from 'node:timers/promises';

/** Waits for an invocation as long as its caller may; undefined if it is not over by then. */
export async function within<T>(timeoutMillis: number, invocation: Promise<T>): Promise<T | undefined> {
  const over = new AbortController();
  const tooLate = wait(timeoutMillis, undefined, { signal: over.signal, ref: false }).catch(() => undefined);
  try {
    return await Promise.race([invocation, tooLate]);
  } finally {
    over.abort();
  }
}
