import type { Commit } from '../commit.ts';
import type { Report } from '../ports.ts';
import type { JobEvent } from './events.ts';
import { createJob, type JobKey, type LogoutJob, type LogoutRequest } from './logout-job.ts';
import type { LogoutJobPlan, LogoutJobStore, LogoutMessage, LogoutQueue } from './ports.ts';
import type { Selector } from './selector.ts';

interface Ports {
  readonly jobs: LogoutJobStore;
  readonly plan: LogoutJobPlan;
  readonly queue: LogoutQueue;
  readonly commitJob: Commit<JobKey, LogoutJob, JobEvent>;
  readonly report: Report;
}

export type StartJob = (instanceId: string, selector: Selector, request: LogoutRequest) => Promise<JobKey>;

const firstPage = (key: JobKey): LogoutMessage => ({ type: 'plan', ...key, page: 0, from: { list: 0 } });

/**
 * Creates a job and sets it going. The selector stands before the job, the job's alarm too; so once the job is there,
 * it will be planned, if not by the message sent here then by the alarm a minute later (`makeWakeJob`).
 */
export function makeStartJob({ jobs, plan, queue, commitJob, report }: Ports): StartJob {
  return async (instanceId, selector, request) => {
    const key = { instanceId, jobId: await jobs.nextJobId(instanceId) };
    await plan.putSelector(key, selector);
    await commitJob(key, (existing, now) => createJob(existing, key, request, now), 'caller');
    try {
      await queue.send([firstPage(key)]);
    } catch (error) {
      report('The job is created but not sent off; its alarm will', error);
    }
    return key;
  };
}

/** What a job's alarm does: publishes what was left unpublished, and sends off a job that nobody has begun. */
export function makeWakeJob({ queue, commitJob }: Pick<Ports, 'queue' | 'commitJob'>) {
  return async (key: JobKey): Promise<void> => {
    const job = await commitJob(key, (state) => ({ state, events: [], outcome: state }), 'redelivery');
    if (job?.progress.status === 'created') await queue.send([firstPage(key)]);
  };
}
