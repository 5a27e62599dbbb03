import type { AgentDirectory } from '../agents/ports.ts';
import type { AgentUseCases } from '../agents/use-cases.ts';
import { makeChange, type Publisher } from '../change.ts';
import type { Clocks, Ids, Pauses, Report } from '../ports.ts';
import type { WakeUps } from '../wake-ups/ports.ts';
import { makeCancelJob, makeTakeBackJob } from './cancel-job.ts';
import type { JobEvent } from './events.ts';
import { makeForceLogouts } from './force-logouts.ts';
import { makeFinishJob, makeGetLogoutJob, makeListLogoutResults } from './job-progress.ts';
import { makeListLogoutJobs } from './list-jobs.ts';
import { makeLogOutAgent } from './log-out-agent.ts';
import type { ChangeJob, JobKey, LogoutJob } from './logout-job.ts';
import { makePlanJob, makeStartJob, pageSize } from './plan-job.ts';
import type { LogoutJobPlan, LogoutJobReceipts, LogoutJobStore, LogoutMessage, LogoutQueue } from './ports.ts';
import { makePreviewLogouts } from './preview.ts';
import { makePublishRequestEvent, type RequestEvent } from './request-events.ts';
import { makeCheckStart, makeScheduleLogout } from './schedule-logout.ts';
import { makeLookAgain } from './second-look.ts';
import { makeSendChunks } from './send-chunks.ts';
import { makeWakeJob } from './wake-job.ts';
import { makeWorkChunk } from './work-chunk.ts';

export interface ForcedLogoutPorts extends Clocks {
  readonly directory: AgentDirectory;
  readonly jobs: LogoutJobStore;
  readonly plan: LogoutJobPlan;
  readonly receipts: LogoutJobReceipts;
  readonly queue: LogoutQueue;
  readonly bus: Publisher<JobEvent>;
  readonly requestBus: Publisher<RequestEvent>;
  readonly wakeUps: WakeUps;
  readonly pauses: Pauses;
  readonly ids: Ids;
  readonly report: Report;
}

interface ForcedLogoutOptions {
  /** @default 4900 */
  readonly agentsPerPage?: number;
}

export type ForcedLogoutUseCases = ReturnType<typeof makeForcedLogoutUseCases>;

type Agents = Pick<AgentUseCases, 'changeAgent' | 'backends' | 'takeBackLogout' | 'cancelLogout'>;

/** Forcing agents out, within the request or as a job. */
export function makeForcedLogoutUseCases(
  ports: ForcedLogoutPorts,
  { changeAgent, backends, takeBackLogout, cancelLogout }: Agents,
  { agentsPerPage = pageSize }: ForcedLogoutOptions = {},
) {
  const changeJob: ChangeJob = makeChange<JobKey, LogoutJob, JobEvent>({
    ...ports,
    store: ports.jobs,
    publisher: ports.bus,
    target: ({ instanceId, jobId }) => ({ kind: 'job', instanceId, jobId }),
  });
  const startJob = makeStartJob({ ...ports, changeJob });
  const finishJob = makeFinishJob({ ...ports, changeJob });
  const takeBackJob = makeTakeBackJob({ ...ports, backends, takeBack: takeBackLogout });
  const planJob = makePlanJob({ ...ports, backends, changeJob, finishJob, takeBackJob }, agentsPerPage);
  const logOutAgent = makeLogOutAgent({ ...ports, changeAgent, backends });
  const workChunk = makeWorkChunk({ ...ports, backends, logOutAgent, finishJob, takeBackJob });
  const sendChunks = makeSendChunks({ ...ports, backends });
  const lookAgain = makeLookAgain({ ...ports, backends, logOutAgent });

  return {
    forceLogouts: makeForceLogouts({
      ...ports,
      backends,
      logOutAgent,
      startJob,
      publishRequestEvent: makePublishRequestEvent(ports),
    }),
    checkStart: makeCheckStart(ports),
    scheduleLogout: makeScheduleLogout({ ...ports, startJob }),
    previewLogouts: makePreviewLogouts({ ...ports, backends }),
    logOutAgent,
    startJob,
    cancelJob: makeCancelJob({ ...ports, changeJob }),
    cancelLogout,
    getLogoutJob: makeGetLogoutJob({ ...ports, backends }),
    listLogoutJobs: makeListLogoutJobs({ ...ports, backends }),
    listLogoutResults: makeListLogoutResults(ports),
    wakeJob: makeWakeJob({ ...ports, changeJob, finishJob }),

    /** Does one unit of work. On the last attempt what fails is recorded instead of tried again. */
    workLogout(message: LogoutMessage, delivery: { readonly lastAttempt: boolean }): Promise<void> {
      switch (message.type) {
        case 'plan':
          return planJob(message, delivery);
        case 'chunk':
          return workChunk(message, delivery);
        case 'send':
          return sendChunks(message);
        case 'look':
          return lookAgain(message);
      }
    },
  };
}
