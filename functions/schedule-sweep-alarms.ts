import { sweep } from '#runtime/compose/sweep.ts';
import { scheduled } from '#runtime/scheduled.ts';

/** Each minute: sends the alarms that come due before the next sweep to the queue that rings them. */
export const handler = scheduled('AlarmsSent', sweep);
