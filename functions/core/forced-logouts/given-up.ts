import { endsWithin } from '../access/idempotency.ts';
import type { Instant } from '../instant.ts';
import type { Clocks } from '../ports.ts';

/** The request was not done when its caller had long been answered, so the rest of it is left undone. */
export class RequestGivenUpError extends Error {
  override readonly name = 'RequestGivenUpError';

  constructor() {
    super('The request was given up before it was done');
  }
}

/**
 * The function may have been frozen after the caller was told that it takes too long. What it does when it goes on would end
 * sessions that have begun since, so it does nothing.
 *
 * @returns a check of whether a request that has begun at an instant of the work clock is still waited for. @throws RequestGivenUpError
 */
export const makeRequireInTime =
  ({ clock, workClock = clock }: Clocks) =>
  (begunAt: Instant): void => {
    if (workClock.now() >= begunAt + endsWithin) throw new RequestGivenUpError();
  };
