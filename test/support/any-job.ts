import fc from 'fast-check';
import type { LogoutOrder } from '#core/agents/logout-order.ts';
import type { Recorded } from '#core/change.ts';
import type { JobEnd } from '#core/forced-logouts/events.ts';
import type { JobCounts } from '#core/forced-logouts/result.ts';
import { nameOf } from '#core/wake-ups/ports.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const count = fc.nat(100_000);
const minutes = fc.integer({ min: 1, max: 1_440 });
const instant = fc.integer({ min: 0, max: Date.UTC(2100, 0) });

const order: fc.Arbitrary<LogoutOrder> = fc.record(
  {
    requestedBy: text,
    from: fc.record(
      { via: fc.constantFrom('apiKey' as const, 'iam' as const), ipAddress: text },
      { requiredKeys: ['via'] },
    ),
    reason: text,
    message: text,
    jobId: count,
    deadline: fc.record({ minutes, onDeadline: fc.constantFrom('force' as const, 'giveUp' as const) }),
    holdMinutes: minutes,
  },
  { requiredKeys: ['requestedBy'] },
);

const counts: fc.Arbitrary<JobCounts> = fc.record(
  {
    matched: count,
    loggedOut: count,
    deferred: count,
    alreadySignedOut: count,
    skipped: count,
    failed: count,
    unconfirmed: count,
  },
  { requiredKeys: ['matched', 'loggedOut', 'deferred', 'alreadySignedOut', 'skipped', 'failed'] },
);

const times = { order, startedAt: instant, finishedAt: instant };

const part = fc.oneof(
  fc.record({ type: fc.constant('LogoutJobCompleted' as const), ...times, counts }),
  fc.record({ type: fc.constant('LogoutJobFailed' as const), ...times, failure: text }),
  fc.record({ type: fc.constant('LogoutJobCancelled' as const), ...times, counts, cancelledBy: text }),
);

const eventOf = (instanceId: string, jobId: number): fc.Arbitrary<Recorded<JobEnd>> =>
  fc.record({ sequence: fc.integer({ min: 1, max: 1_000 }), at: instant, part }).map(({ sequence, at, part }) => ({
    eventId: `${nameOf({ kind: 'job', instanceId, jobId })}/${sequence}`,
    sequence,
    at,
    fact: { ...part, instanceId, jobId },
  }));

/** Any ends of one job, each with its own number. */
export const anyJobEvents: fc.Arbitrary<Recorded<JobEnd>[]> = fc
  .integer({ min: 1, max: 1_000_000 })
  .chain((jobId) => fc.uniqueArray(eventOf('demo', jobId), { maxLength: 3, selector: ({ sequence }) => sequence }));
