import type { RateLimit, RateLimits } from '#core/access/rate-limit.ts';
import { type Asked, BackendError, type Lane, laneOf, type Pace } from '#core/backend-calls.ts';
import { type Instant, seconds } from '#core/instant.ts';
import type { Clock, Pauses } from '#core/ports.ts';
import { type Operation, type Quotas, quotaOf } from './operations.ts';

/** The rest is for whatever else uses the account's quotas, such as a wallboard. */
const share = 0.8;

/** Of the calls that can be made at once, so many are kept for what is urgent. */
const keptForUrgent = 2;

/** What Lastcall uses of a quota, for one lane. Both lanes take from the same bucket. */
function limitOf({ perSecond, burst }: RateLimit, lane: Lane): RateLimit {
  const ours = Math.max(1, Math.floor(burst * share));
  return { perSecond: perSecond * share, burst: lane === 'urgent' ? ours : Math.max(1, ours - keptForUrgent) };
}

/** How fast agents can be set offline, each with a call of its own. */
export function paceAt(raised: Quotas = {}): Pace {
  const { perSecond, burst } = limitOf(quotaOf('PutUserStatus', raised), 'urgent');
  return { perSecond, atOnce: burst };
}

/** How long a call may wait for its quota. */
const longestWait: Readonly<Record<Lane, number>> = { urgent: seconds(4), job: seconds(15) };

/** The quotas of one account and region. */
export interface CallQuotas {
  readonly pace: Pace;
  /** Until when somebody who asks now may wait. */
  endOfWait(asked: Asked): Instant;
  /** Waits until the quota allows a call. @throws BackendError when it does not in time */
  wait(operation: Operation, asked: Asked, until: Instant): Promise<void>;
}

/**
 * The quotas of one region, shared by all functions and instances of the account. Within a function only the first in line
 * asks for a token. While the buckets cannot be read, every call is made: Amazon Connect itself refuses what is too much.
 */
export function makeCallQuotas({
  region,
  raised = {},
  limits,
  clock,
  pauses,
}: {
  readonly region: string;
  /** Quotas that AWS has raised for the account. @default - none */
  readonly raised?: Quotas;
  readonly limits: (limit: RateLimit) => RateLimits;
  readonly clock: Clock;
  readonly pauses: Pauses;
}): CallQuotas {
  const buckets = new Map<string, RateLimits>();
  const lines = new Map<string, Promise<void>>();

  function bucketOf(operation: Operation, lane: Lane): RateLimits {
    const name = `${operation} ${lane}`;
    const bucket = buckets.get(name) ?? limits(limitOf(quotaOf(operation, raised), lane));
    buckets.set(name, bucket);
    return bucket;
  }

  async function take(operation: Operation, lane: Lane, until: Instant): Promise<void> {
    const bucket = bucketOf(operation, lane);
    for (;;) {
      const now = clock.now();
      const taken = await bucket
        .take({ instanceId: `connect:${region}`, callerId: operation }, now)
        .catch(() => ({ type: 'taken' }) as const);
      if (taken.type === 'taken') return;
      if (now + taken.retryAfterMilliseconds > until) {
        throw new BackendError('busy', `Amazon Connect, ${operation}: the share of the quota is used up`);
      }
      // Of those who wait in other functions, one asks first.
      await pauses.wait(taken.retryAfterMilliseconds * (1 + pauses.chance() / 10));
    }
  }

  return {
    pace: paceAt(raised),

    endOfWait: (asked) =>
      typeof asked === 'string'
        ? clock.now() + longestWait[asked]
        : Math.min(asked.until, clock.now() + longestWait[asked.lane]),

    async wait(operation, asked, until) {
      const lane = laneOf(asked);
      const name = `${operation} ${lane}`;
      const before = lines.get(name) ?? Promise.resolve();
      const mine = before.then(() => take(operation, lane, until));
      lines.set(
        name,
        mine.catch(() => undefined),
      );
      await mine;
    },
  };
}
