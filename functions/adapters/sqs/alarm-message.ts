import type { Alarm } from '#core/alarms/ports.ts';
import { alarmShape } from '../alarm-shape.ts';

/** An alarm as the text of a message. It rings when the delay of the message is over; the instant is there to check. */
export const alarmBody = (alarm: Alarm): string => JSON.stringify(alarmShape.parse(alarm));

/** @throws ZodError or SyntaxError when the text is not an alarm. */
export const parseAlarm = (body: string): Alarm => alarmShape.parse(JSON.parse(body));
