import { parseLogoutMessage } from '#adapters/sqs/logout-message.ts';
import { workLogout } from '#runtime/compose/work-logout.ts';
import { queue } from '#runtime/queue.ts';

/** Half a second for a chunk of a hundred: with two workers at a time, 400 agents a second (docs/decisions/0003). */
const pace = { atLeastMilliseconds: 500 };

/** The work of logout jobs. */
export const handler = queue(parseLogoutMessage, workLogout, pace);
