import { parseLogoutMessage } from '#adapters/sqs/logout-queue.ts';
import { forcedLogouts, putBack } from '#runtime/compose/forced-logouts.ts';
import { env } from '#runtime/env.ts';
import { queue } from '#runtime/queue.ts';

/** The delivery at which failures are recorded. The queue delivers once more, for a worker that dies at this one. */
const lastAttempt = Number(env('LOGOUT_ATTEMPTS'));

/** The work of logout jobs. */
export const handler = queue({
  parse: parseLogoutMessage,
  work: (message, { attempt }) => forcedLogouts.workLogout(message, { lastAttempt: attempt >= lastAttempt }),
  idsOf: ({ type, instanceId, ...work }) => ({
    type,
    instanceId,
    ...('jobId' in work && { jobId: work.jobId, page: work.page }),
  }),
  // After each chunk of a hundred: with two workers at a time, at most 400 agents a second (docs/decisions/0003).
  restMilliseconds: 500,
  // A hundred agents whose desktops do not answer, or a page of agents to be found, take up to this long.
  reserveMilliseconds: 20_000,
  putBack,
});
