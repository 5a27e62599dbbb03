import { makeWakeJob } from '#core/sessions/start-job.ts';
import { makeWakeAgent } from '#core/sessions/wake-agent.ts';
import { commitAgent } from './commit-agent.ts';
import { commitJob } from './commit-job.ts';
import { logoutQueue } from './logout-work.ts';

export const wakeAgent = makeWakeAgent({ commitAgent });
export const wakeJob = makeWakeJob({ commitJob, queue: logoutQueue });
