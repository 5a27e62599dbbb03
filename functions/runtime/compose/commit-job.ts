import { makeCommit } from '#core/commit.ts';
import type { JobEvent } from '#core/sessions/events.ts';
import type { JobKey, LogoutJob } from '#core/sessions/logout-job.ts';
import { report } from '../observe.ts';
import { alarms } from './alarms.ts';
import { clock } from './clock.ts';
import { jobs } from './logout-jobs.ts';
import { publisher } from './publisher.ts';

export const commitJob = makeCommit<JobKey, LogoutJob, JobEvent>({
  store: jobs,
  publisher,
  alarms,
  clock,
  report,
  target: (key) => ({ kind: 'job', ...key }),
});
