import * as z from 'zod/mini';
import type { AlarmTarget } from '#core/alarms/ports.ts';

const targetShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('agent'), instanceId: z.string(), agentId: z.string() }),
  z.object({ kind: z.literal('job'), instanceId: z.string(), jobId: z.number() }),
]);

/** An alarm as the text of a message: what to look at. When is the delay of the message. */
export const alarmBody = (target: AlarmTarget): string => JSON.stringify(targetShape.parse(target));

/** @throws ZodError or SyntaxError when the text is not an alarm. */
export const parseAlarm = (body: string): AlarmTarget => targetShape.parse(JSON.parse(body));
