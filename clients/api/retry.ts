/** How requests are sent again that the server could not take at this moment. */
export interface RetryOptions {
  /** How often a request is sent at most. 1 never sends one again. @default 4 */
  readonly attempts?: number;
  /** A server that names a longer wait is not waited for. @default 30 */
  readonly longestPauseSeconds?: number;
}

export interface RetryPorts {
  readonly fetch: (request: Request) => Promise<Response>;
  /** Waits, or rejects when the signal is aborted. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** From 0, included, to 1. */
  readonly random: () => number;
}

/** Methods of which a request may be sent twice (RFC 9110). */
const idempotent = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);

/**
 * Sends a request again on 429, which has done nothing, and on 503, which may have done something, if a repetition does no harm:
 * by its method, or because an `Idempotency-Key` tells the server that it is one. It waits as long as `Retry-After` says and some
 * more at random, so that clients that were refused together do not come back together.
 */
export function makeRetryingFetch(
  { fetch, pause, random }: RetryPorts,
  { attempts = 4, longestPauseSeconds = 30 }: RetryOptions = {},
) {
  return async (request: Request): Promise<Response> => {
    for (let attempt = 1; ; attempt += 1) {
      const response = await fetch(attempt < attempts ? request.clone() : request);
      const mayRepeat = response.status === 429 || (response.status === 503 && isSafe(request));
      const asked = secondsOf(response.headers.get('retry-after'));
      if (!mayRepeat || attempt >= attempts || asked > longestPauseSeconds) return response;
      await response.body?.cancel();
      const jitter = Math.min(2 ** (attempt - 1), longestPauseSeconds) * random();
      await pause(1_000 * (asked + jitter), request.signal);
    }
  };
}

const isSafe = ({ method, headers }: Request) => idempotent.has(method) || headers.has('idempotency-key');

/** API Gateway names no time when it throttles. */
const secondsOf = (retryAfter: string | null): number => {
  const seconds = Number(retryAfter ?? 0);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : 0;
};

/** The pause of the machine. */
export const realPause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const aborted = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', aborted);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', aborted, { once: true });
  });
