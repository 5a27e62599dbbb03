import type { Attempt, Reservation } from '../access/idempotency.ts';
import type { Canceller, LogoutOrder, Timing } from '../agents/logout-order.ts';
import type { Change, Decision } from '../change.ts';
import { type Instant, minutes } from '../instant.ts';
import type { JobEvent } from './events.ts';
import type { Guard } from './guard.ts';
import type { SelectionSummary } from './request-events.ts';
import type { JobCounts } from './result.ts';

/** Names a job: ids count up from 1 within an instance. */
export interface JobKey {
  readonly instanceId: string;
  readonly jobId: number;
}

/** What is asked for. The agents it is about are stored apart (`LogoutJobPlan`), because the selector may be long. */
export interface LogoutRequest {
  readonly timing: Timing;
  readonly order: LogoutOrder;
}

/** A request, and the number of its job if it may be sent again. */
export interface NewRequest extends LogoutRequest {
  readonly attempt?: Reservation;
  /** When it begins, as a job. The agents are selected then. @default - at once */
  readonly startsAt?: Instant;
}

/** The same with what must not happen. That is compared with who is there, and nothing of it is stored. */
export interface GuardedRequest extends NewRequest {
  /** Which attempt it is, if the caller may send it again. */
  readonly attempt?: Attempt;
  /** @default - everything may happen */
  readonly guard?: Guard;
}

export type JobProgress =
  /** Begins by its wake-up. */
  | { readonly status: 'scheduled'; readonly startsAt: Instant }
  /** Accepted, not begun. */
  | { readonly status: 'created' }
  /** `pages` is there once all agents of the pass have been found, and sent to the queue. */
  | {
      readonly status: 'running';
      readonly pages?: number;
      /** Pages that have been sent to the queue so far. */
      readonly sentPages?: number;
      /** The second pass has begun. @default false */
      readonly again?: boolean;
    }
  | { readonly status: 'completed'; readonly finishedAt: Instant; readonly counts: JobCounts }
  /** The agents could not be looked up; those found before have been processed. */
  | { readonly status: 'failed'; readonly finishedAt: Instant; readonly failure: string }
  /** What was not begun does not happen, and logouts that wait are taken back. `counts` is what had been done until then. */
  | ({ readonly status: 'cancelled'; readonly finishedAt: Instant; readonly counts: JobCounts } & Canceller);

/** Every status of a job. */
export const jobStatuses = Object.keys({
  scheduled: true,
  created: true,
  running: true,
  completed: true,
  failed: true,
  cancelled: true,
} satisfies Record<JobProgress['status'], true>) as readonly JobProgress['status'][];

/** A forced logout of many agents in the background. `startedAt` of one that is scheduled is when it will begin. */
export type LogoutJob = JobKey &
  LogoutRequest & { readonly startedAt: Instant } & { readonly progress: JobProgress; readonly watch?: JobWatch };

/** What the job's wake-up saw last. */
interface JobWatch {
  /** The pages and chunks that were done. */
  readonly done: number;
  /** Since when that has not changed, or since when the job was continued. */
  readonly since: Instant;
  /** How often the job has been continued without any progress since. */
  readonly tries: number;
}

export type ChangeJob = Change<JobKey, LogoutJob, JobEvent>;

type Decided = Decision<LogoutJob | undefined, JobEvent, JobOutcome>;
/** `ignored`: the job is past that point already; a repeated message has no effect. */
type JobOutcome = 'done' | 'ignored';

const ignored = (state: LogoutJob | undefined) => ({ state, events: [], outcome: 'ignored' }) as const;
const move = (job: LogoutJob, progress: JobProgress, events: readonly JobEvent[] = []) =>
  ({ state: { ...job, progress }, events, outcome: 'done' }) as const;

export const isCancelled = ({ progress: { status } }: LogoutJob) => status === 'cancelled';

export const isFinished = ({ progress: { status } }: LogoutJob) =>
  status === 'completed' || status === 'failed' || status === 'cancelled';

/** Whether a job that has ended had not begun: `startedAt` is when it would have. */
export const endedBeforeItBegan = (ended: { readonly startedAt: Instant; readonly finishedAt: Instant }) =>
  ended.finishedAt < ended.startedAt;

/** The first wake-up of a job, which sends it to the queue again if no worker has begun it. */
const startsWithin = minutes(1);
/** A job stands still if nothing of it is done for so long; twice as long after each time it was continued in vain. */
const standsStillAfter = minutes(5);
/** The longest delay of a wake-up that goes straight to the queue is 15 minutes. */
const longestPause = minutes(14);

/** The request is the first event: what it selects is not in the state, because the selector may be long. */
export function createJob(
  existing: LogoutJob | undefined,
  key: JobKey,
  { startsAt, selection, ...request }: Omit<NewRequest, 'attempt'> & { readonly selection: SelectionSummary },
  now: Instant,
): Decided {
  if (existing) return ignored(existing);
  const asked = { type: 'LogoutRequested', ...key, ...request, selection } as const;
  if (startsAt !== undefined) {
    const state: LogoutJob = { ...key, ...request, startedAt: startsAt, progress: { status: 'scheduled', startsAt } };
    return { state, events: [{ ...asked, startsAt }], outcome: 'done', wakeUpAt: startsAt };
  }
  const job: LogoutJob = { ...key, ...request, startedAt: now, progress: { status: 'created' } };
  return { state: job, events: [asked], outcome: 'done', wakeUpAt: now + startsWithin };
}

/** The wake-up of a job that is scheduled: begins it, or comes again if it is early. */
export function beginScheduledJob(job: LogoutJob | undefined, now: Instant): Decided {
  if (job?.progress.status !== 'scheduled') return ignored(job);
  const { startsAt } = job.progress;
  if (now < startsAt) return { ...ignored(job), wakeUpAt: startsAt };
  return { ...move({ ...job, startedAt: now }, { status: 'created' }), wakeUpAt: now + startsWithin };
}

/** The first page of agents is being looked up. */
export function beginJob(job: LogoutJob | undefined): Decided {
  return job?.progress.status === 'created' ? move(job, { status: 'running' }) : ignored(job);
}

/** The pages that have been sent to the queue: planning one of them again sends nothing. */
export const sentPagesOf = ({ progress }: LogoutJob): number =>
  progress.status === 'running' ? (progress.pages ?? progress.sentPages ?? 0) : 0;

/** The teams and ranges are being looked up for the second time. */
export function beginSecondPass(job: LogoutJob | undefined): Decided {
  if (job?.progress.status !== 'running' || job.progress.again || job.progress.pages === undefined) return ignored(job);
  return move(job, { status: 'running', sentPages: job.progress.pages, again: true });
}

/** This many pages have been sent to the queue, and there are more. */
export function sendPage(job: LogoutJob | undefined, sentPages: number): Decided {
  if (job?.progress.status !== 'running' || sentPagesOf(job) >= sentPages) return ignored(job);
  return move(job, { ...job.progress, sentPages });
}

/** All agents of the pass have been found, on this many pages with those of the pass before. */
export function planJob(job: LogoutJob | undefined, pages: number): Decided {
  if (job?.progress.status !== 'running' || job.progress.pages !== undefined) return ignored(job);
  return move(job, { status: 'running', pages, ...(job.progress.again && { again: true }) });
}

/**
 * The wake-up of a job that is not finished: sets the next one, and notices whether the job stands still.
 *
 * @param done the pages and chunks that are done
 */
export function watchJob(
  job: LogoutJob | undefined,
  done: number,
  now: Instant,
): Decision<LogoutJob | undefined, JobEvent, 'standsStill' | 'goesOn'> {
  if (!job || isFinished(job)) return { state: job, events: [], outcome: 'goesOn' };
  const before = job.watch?.done === done ? job.watch : { done, since: now, tries: 0 };
  const standsStill = job.progress.status === 'created' || now >= before.since + pauseAfter(before.tries);
  const watch = standsStill ? { done, since: now, tries: before.tries + 1 } : before;
  const next = Math.max(now + startsWithin, watch.since + pauseAfter(watch.tries));
  return {
    state: { ...job, watch },
    events: [],
    outcome: standsStill ? 'standsStill' : 'goesOn',
    wakeUpAt: Math.min(next, now + longestPause),
  };
}

const pauseAfter = (tries: number) => standsStillAfter * 2 ** Math.min(tries, 8);

/** Every chunk of every page has its receipt. */
export function completeJob(job: LogoutJob | undefined, counts: JobCounts, now: Instant): Decided {
  if (job?.progress.status !== 'running') return ignored(job);
  const event = { type: 'LogoutJobCompleted', ...eventOf(job), finishedAt: now, counts } as const;
  return move(job, { status: 'completed', finishedAt: now, counts }, [event]);
}

/** The rest of the agents cannot be looked up. */
export function failJob(job: LogoutJob | undefined, failure: string, now: Instant): Decided {
  if (!job || isFinished(job)) return ignored(job);
  const event = { type: 'LogoutJobFailed', ...eventOf(job), finishedAt: now, failure } as const;
  return move(job, { status: 'failed', finishedAt: now, failure }, [event]);
}

/** Nothing more of the job happens. One that has finished is cancelled, too, for the logouts that wait. */
export function cancelJob(
  job: LogoutJob | undefined,
  { counts, ...by }: { readonly counts: JobCounts } & Canceller,
  now: Instant,
): Decided {
  if (!job || isCancelled(job)) return ignored(job);
  const event = { type: 'LogoutJobCancelled', ...eventOf(job), finishedAt: now, counts, ...by } as const;
  return move(job, { status: 'cancelled', finishedAt: now, counts, ...by }, [event]);
}

const eventOf = ({ instanceId, jobId, order, startedAt }: LogoutJob) => ({ instanceId, jobId, order, startedAt });
