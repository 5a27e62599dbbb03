import { parseWakeUp } from '#adapters/sqs/wake-ups.ts';
import { wakeUps } from '#runtime/compose/wake-ups.ts';
import { queue } from '#runtime/queue.ts';

/** Wake-ups that are due: each looks at its agent, job, schedule or chat. Those of a batch wait for their instants side by side. */
export const handler = queue({ parse: parseWakeUp, work: wakeUps.wake, idsOf: (wakeUp) => wakeUp, width: 10 });
