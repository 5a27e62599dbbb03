import { parseLogoutMessage } from '#adapters/sqs/logout-message.ts';
import { workLogout } from '#runtime/compose/work-logout.ts';
import { queue } from '#runtime/queue.ts';

/** The work of logout jobs. */
export const handler = queue({
  parse: parseLogoutMessage,
  work: workLogout,
  idsOf: ({ type, instanceId, jobId, page }) => ({ type, instanceId, jobId, page }),
  // After a chunk of a hundred: with two workers at a time, at most 400 agents a second (docs/decisions/0003).
  restMilliseconds: 500,
  // A page takes that long to find.
  reserveMilliseconds: 12_000,
});
