import { setTimeout as wait } from 'node:timers/promises';

/** Waits until a time has passed, or the signal is aborted. */
export type Pause = (
  milliseconds: number,
  value: undefined,
  until: { readonly signal: AbortSignal },
) => Promise<unknown>;

/**
 * The result of work that must not take longer than a time. Work that is given up may still take effect.
 * @throws what `late` makes, when the time has passed
 */
export async function within<Result>(
  milliseconds: number,
  work: Promise<Result>,
  late: () => Error,
  pause: Pause = wait,
): Promise<Result> {
  const stop = new AbortController();
  const expired = pause(milliseconds, undefined, { signal: stop.signal }).then((): never => {
    throw late();
  });
  try {
    return await Promise.race([work, expired]);
  } finally {
    stop.abort();
  }
}
