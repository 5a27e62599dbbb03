import { makeForceLogouts } from '#core/sessions/force-logouts.ts';
import { makeStartJob } from '#core/sessions/start-job.ts';
import { report } from '../observe.ts';
import { directory } from './agent-directory.ts';
import { commitAgent } from './commit-agent.ts';
import { commitJob } from './commit-job.ts';
import { jobs } from './logout-jobs.ts';
import { logoutQueue, plan } from './logout-work.ts';

const startJob = makeStartJob({ jobs, plan, queue: logoutQueue, commitJob, report });

export const forceLogouts = makeForceLogouts({ directory, commitAgent, startJob, report });
