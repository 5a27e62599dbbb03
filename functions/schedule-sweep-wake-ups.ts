import { wakeUps } from '#runtime/compose/wake-ups.ts';
import { scheduled } from '#runtime/event.ts';

/** Each minute: sends the wake-ups that come due before the next sweep to the wake-up queue. */
export const handler = scheduled('WakeUpsSent', wakeUps.sweep);
