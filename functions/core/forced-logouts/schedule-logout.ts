import { days, type Instant } from '../instant.ts';
import type { Clock } from '../ports.ts';
import type { JobKey, NewRequest } from './logout-job.ts';
import type { Selector } from './selector.ts';

/** A forced logout can be scheduled for so long ahead. */
const mostAhead = days(30);

/** A forced logout that begins later. */
export interface ScheduledRequest extends NewRequest {
  readonly startsAt: Instant;
}

export type ScheduleOutcome = { readonly type: 'scheduled'; readonly job: JobKey } | BadStart;

/** It has to begin after the first of these instants, which is now, and not after the second. */
interface BadStart {
  readonly type: 'badStart';
  readonly after: Instant;
  readonly until: Instant;
}

interface Ports {
  readonly clock: Clock;
  readonly startJob: (instanceId: string, selector: Selector, request: NewRequest) => Promise<JobKey>;
}

/** Whether a forced logout cannot be scheduled for this instant. @returns nothing if it can */
export const makeCheckStart =
  ({ clock }: Pick<Ports, 'clock'>) =>
  (startsAt: Instant): BadStart | undefined => {
    const after = clock.now();
    const until = after + mostAhead;
    return startsAt <= after || startsAt > until ? { type: 'badStart', after, until } : undefined;
  };

/** Makes a job that begins later, however many agents it is about: they are selected when it begins. */
export function makeScheduleLogout({ clock, startJob }: Ports) {
  const checkStart = makeCheckStart({ clock });
  return async (instanceId: string, selector: Selector, request: ScheduledRequest): Promise<ScheduleOutcome> => {
    // An earlier attempt at the request was made in time.
    const isOfBefore = request.attempt?.reserved !== undefined;
    const refusal = isOfBefore ? undefined : checkStart(request.startsAt);
    if (refusal) return refusal;
    return { type: 'scheduled', job: await startJob(instanceId, selector, request) };
  };
}
