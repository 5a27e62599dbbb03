import type { RateLimit, RateLimits } from '#core/access/rate-limit.ts';
import { BackendError, type Lane } from '#core/backend-calls.ts';
import { seconds } from '#core/instant.ts';
import type { Clock, Pauses } from '#core/ports.ts';

/** Operations of Amazon Connect that are called. */
export type Operation =
  | 'GetCurrentUserData'
  | 'PutUserStatus'
  | 'StopContact'
  | 'DismissUserContact'
  | 'DescribeContact'
  | 'ListAgentStatuses'
  | 'ListUsers'
  | 'DescribeUser'
  | 'SearchUsers'
  | 'SearchUserHierarchyGroups'
  | 'ListRoutingProfiles'
  | 'CreateNotification'
  | 'UpdateParticipantRoleConfig'
  | 'StartContactStreaming';

/** What AWS grants by default, a second and at once (service quotas of Amazon Connect). */
const usual: RateLimit = { perSecond: 2, burst: 5 };
const granted: Readonly<Partial<Record<Operation, RateLimit>>> = {
  StopContact: { perSecond: 10, burst: 15 },
  DescribeContact: { perSecond: 10, burst: 15 },
  UpdateParticipantRoleConfig: { perSecond: 5, burst: 8 },
  StartContactStreaming: { perSecond: 5, burst: 8 },
};

/** The rest is for whatever else uses the account's quotas, such as a wallboard. */
const share = 0.8;

/** Of the calls that can be made at once, so many are kept for what is urgent. */
const keptForUrgent = 2;

/** What Lastcall uses of an operation's quota, for one lane. Both lanes take from the same bucket. */
function limitOf(operation: Operation, lane: Lane): RateLimit {
  const { perSecond, burst } = granted[operation] ?? usual;
  const ours = Math.floor(burst * share);
  return { perSecond: perSecond * share, burst: lane === 'urgent' ? ours : ours - keptForUrgent };
}

/** How long a call may wait for its quota. */
const longestWait: Readonly<Record<Lane, number>> = { urgent: seconds(4), job: seconds(15) };

/** Waits until the quota allows a call. @throws BackendError when it does not in time */
export type AwaitQuota = (operation: Operation, lane: Lane) => Promise<void>;

/**
 * The quotas of one region, shared by all functions and instances of the account. Within a function only the first in line
 * asks for a token. While the buckets cannot be read, every call is made: Amazon Connect itself refuses what is too much.
 */
export function makeCallQuotas({
  region,
  limits,
  clock,
  pauses,
}: {
  readonly region: string;
  readonly limits: (limit: RateLimit) => RateLimits;
  readonly clock: Clock;
  readonly pauses: Pauses;
}): AwaitQuota {
  const buckets = new Map<string, RateLimits>();
  const lines = new Map<string, Promise<void>>();

  function bucketOf(operation: Operation, lane: Lane): RateLimits {
    const name = `${operation} ${lane}`;
    const bucket = buckets.get(name) ?? limits(limitOf(operation, lane));
    buckets.set(name, bucket);
    return bucket;
  }

  async function take(operation: Operation, lane: Lane, until: number): Promise<void> {
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
      await pauses.wait(taken.retryAfterMilliseconds * (1 + pauses.chance() / 4));
    }
  }

  return async (operation, lane) => {
    const name = `${operation} ${lane}`;
    const until = clock.now() + longestWait[lane];
    const before = lines.get(name) ?? Promise.resolve();
    const mine = before.then(() => take(operation, lane, until));
    lines.set(
      name,
      mine.catch(() => undefined),
    );
    await mine;
  };
}
