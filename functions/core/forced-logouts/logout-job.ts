import type { LogoutOrder, Timing } from '../agents/logout-order.ts';
import type { Change, Decision } from '../change.ts';
import { type Instant, minutes } from '../instant.ts';
import type { JobEvent } from './events.ts';
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

export type JobProgress =
  /** Accepted, not begun. */
  | { readonly status: 'created' }
  /** `pages` is there once all agents have been found. */
  | { readonly status: 'running'; readonly pages?: number }
  | { readonly status: 'completed'; readonly finishedAt: Instant; readonly counts: JobCounts }
  /** The agents could not be looked up; those found before have been processed. */
  | { readonly status: 'failed'; readonly finishedAt: Instant; readonly failure: string };

/** A forced logout of many agents in the background. */
export type LogoutJob = JobKey & LogoutRequest & { readonly startedAt: Instant } & { readonly progress: JobProgress };

export type ChangeJob = Change<JobKey, LogoutJob, JobEvent>;

type Decided = Decision<LogoutJob | undefined, JobEvent, JobOutcome>;
/** `ignored`: the job is past that point already; a repeated message has no effect. */
type JobOutcome = 'done' | 'ignored';

const ignored = (state: LogoutJob | undefined) => ({ state, events: [], outcome: 'ignored' }) as const;
const move = (job: LogoutJob, progress: JobProgress, events: readonly JobEvent[] = []) =>
  ({ state: { ...job, progress }, events, outcome: 'done' }) as const;

export const isFinished = ({ progress: { status } }: LogoutJob) => status === 'completed' || status === 'failed';

/** A job that no worker has begun by then is sent to the queue again. */
const startsWithin = minutes(1);

export function createJob(existing: LogoutJob | undefined, key: JobKey, request: LogoutRequest, now: Instant): Decided {
  if (existing) return ignored(existing);
  const job: LogoutJob = { ...key, ...request, startedAt: now, progress: { status: 'created' } };
  return { state: job, events: [], outcome: 'done', wakeUpAt: now + startsWithin };
}

/** The first page of agents is being looked up. */
export function beginJob(job: LogoutJob | undefined): Decided {
  return job?.progress.status === 'created' ? move(job, { status: 'running' }) : ignored(job);
}

/** All agents have been found, on this many pages. */
export function planJob(job: LogoutJob | undefined, pages: number): Decided {
  if (job?.progress.status !== 'running' || job.progress.pages !== undefined) return ignored(job);
  return move(job, { status: 'running', pages });
}

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

const eventOf = ({ instanceId, jobId, order, startedAt }: LogoutJob) => ({ instanceId, jobId, order, startedAt });
