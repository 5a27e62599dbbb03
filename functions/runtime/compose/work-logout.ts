import { makeFinishJob } from '#core/sessions/finish-job.ts';
import { makePlanJob } from '#core/sessions/plan-job.ts';
import { makeWorkChunk } from '#core/sessions/work-chunk.ts';
import { makeWorkLogout } from '#core/sessions/work-logout.ts';
import { env } from '../env.ts';
import { report } from '../observe.ts';
import { directory } from './agent-directory.ts';
import { clock } from './clock.ts';
import { commitAgent } from './commit-agent.ts';
import { commitJob } from './commit-job.ts';
import { jobs, receipts } from './logout-jobs.ts';
import { logoutQueue, plan } from './logout-work.ts';

const finishJob = makeFinishJob({ jobs, receipts, commitJob });

export const workLogout = makeWorkLogout({
  planJob: makePlanJob({ jobs, plan, directory, queue: logoutQueue, clock, commitJob, finishJob, report }),
  workChunk: makeWorkChunk({ jobs, receipts, commitAgent, finishJob }),
  attempts: Number(env('LOGOUT_ATTEMPTS')),
});
