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

export type ScheduleOutcome =
  | { readonly type: 'scheduled'; readonly job: JobKey }
  /** It has to begin after the first of these instants, which is now, and not after the second. */
  | { readonly type: 'badStart'; readonly after: Instant; readonly until: Instant };

interface Ports {
  readonly clock: Clock;
  readonly startJob: (instanceId: string, selector: Selector, request: NewRequest) => Promise<JobKey>;
}

/** Makes a job that begins later, however many agents it is about: they are selected when it begins. */
export function makeScheduleLogout({ clock, startJob }: Ports) {
  return async (instanceId: string, selector: Selector, request: ScheduledRequest): Promise<ScheduleOutcome> => {
    const after = clock.now();
    const until = after + mostAhead;
    // An earlier attempt at the request was made in time.
    const isOfBefore = request.attempt?.reserved !== undefined;
    if (!isOfBefore && (request.startsAt <= after || request.startsAt > until))
      return { type: 'badStart', after, until };
    return { type: 'scheduled', job: await startJob(instanceId, selector, request) };
  };
}
