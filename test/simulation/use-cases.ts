import type { Alarm, Alarms } from '#core/alarms/ports.ts';
import { makeCommit, type Publisher } from '#core/commit.ts';
import type { Clock, Report } from '#core/ports.ts';
import { makeCommitAgent } from '#core/sessions/commit-agent.ts';
import type { JobEvent, SessionsEvent } from '#core/sessions/events.ts';
import { makeFinishJob } from '#core/sessions/finish-job.ts';
import { makeForceLogouts } from '#core/sessions/force-logouts.ts';
import type { JobKey, LogoutJob } from '#core/sessions/logout-job.ts';
import { makePlanJob, pageSize } from '#core/sessions/plan-job.ts';
import type {
  AgentDirectory,
  AgentStore,
  LogoutJobPlan,
  LogoutJobReceipts,
  LogoutJobStore,
  LogoutQueue,
} from '#core/sessions/ports.ts';
import { makeStartJob, makeWakeJob } from '#core/sessions/start-job.ts';
import { makeWakeAgent } from '#core/sessions/wake-agent.ts';
import { makeWorkChunk } from '#core/sessions/work-chunk.ts';
import { makeWorkLogout } from '#core/sessions/work-logout.ts';

/** How often a message is tried before it is put aside, as the redrive policy of the real queue has it. */
export const mostAttempts = 5;

/** Everything outside that agents and their logouts need. */
export interface SessionsPorts {
  readonly agents: AgentStore;
  readonly directory: AgentDirectory;
  readonly jobs: LogoutJobStore;
  readonly plan: LogoutJobPlan;
  readonly receipts: LogoutJobReceipts;
  readonly queue: LogoutQueue;
  readonly alarms: Alarms;
  readonly publisher: Publisher<SessionsEvent>;
  readonly clock: Clock;
  readonly report: Report;
}

/** What can be done with agents and their logouts, over any ports. */
export function makeUseCases(ports: SessionsPorts, agentsPerPage = pageSize) {
  const { agents, jobs } = ports;
  const commitAgent = makeCommitAgent({ ...ports, store: agents });
  const commitJob = makeCommit<JobKey, LogoutJob, JobEvent>({
    ...ports,
    store: jobs,
    target: ({ instanceId, jobId }) => ({ kind: 'job', instanceId, jobId }),
  });
  const finishJob = makeFinishJob({ ...ports, commitJob });
  const startJob = makeStartJob({ ...ports, commitJob });
  const planJob = makePlanJob({ ...ports, commitJob, finishJob }, agentsPerPage);
  const workChunk = makeWorkChunk({ ...ports, commitAgent, finishJob });
  const wakeAgent = makeWakeAgent({ commitAgent });
  const wakeJob = makeWakeJob({ ...ports, commitJob });
  return {
    commitAgent,
    startJob,
    forceLogouts: makeForceLogouts({ ...ports, commitAgent, startJob }),
    workLogout: makeWorkLogout({ planJob, workChunk, attempts: mostAttempts }),

    /** What the worker of the alarm queue does. */
    async ring(alarm: Alarm): Promise<void> {
      if (alarm.kind === 'agent') await wakeAgent(alarm);
      if (alarm.kind === 'job') await wakeJob(alarm);
    },
  };
}

export type UseCases = ReturnType<typeof makeUseCases>;
