import { endsWithin } from '../access/idempotency.ts';
import type { Instant } from '../instant.ts';
import type { Clock } from '../ports.ts';

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
 * @returns a check of whether a request that has begun at an instant is still waited for. @throws RequestGivenUpError
 */
export const makeRequireInTime =
  ({ clock }: { readonly clock: Clock }) =>
  (begunAt: Instant): void => {
    if (clock.now() >= begunAt + endsWithin) throw new RequestGivenUpError();
  };
