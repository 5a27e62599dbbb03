import * as z from 'zod';
import type { ScheduleContent } from '#core/logout-schedules/logout-schedule.ts';
import { isTimeZone, weekdays } from '#core/logout-schedules/occurrence.ts';
import type { HttpRequest } from '../http.ts';
import { orderedBy } from '../logouts.ts';
import { closedObject, mustBe, onceRead, refusedKey } from '../request-schema.ts';
import { logoutFields, logoutRules, selectorOf } from './logout-fields.ts';
import { logoutRequestOf } from './logout-request.ts';

/** More ids make a schedule too large to be listed, and too long for anybody to keep right. */
const mostAgentIds = 1_000;

/** A forced logout for every occurrence. */
const request = logoutRules
  .reduce(
    (body, { holds, otherwise }) => body.refine(holds, otherwise),
    closedObject({
      ...logoutFields,
      startAt: refusedKey('Must be left out: days, at and timeZone say when the schedule logs out'),
      dryRun: refusedKey('Must be left out: send the request to POST /v1/force-logouts to see what it would do now'),
    }),
  )
  .refine(({ select }) => select.agentIds.length <= mostAgentIds, {
    path: ['select', 'agentIds'],
    error: `Must be at most ${mostAgentIds} agent ids in a schedule: name teams in their place`,
    when: onceRead('select'),
  });

const daysError = mustBe(`a list of one or more of ${weekdays.join(', ')}`);
const days = z
  .array(z.enum(weekdays, { error: mustBe(`one of ${weekdays.join(', ')}`) }), { error: daysError })
  .min(1, { error: daysError })
  .refine((named) => new Set(named).size === named.length, { error: 'Must have each day once' })
  .transform((named) => weekdays.filter((day) => named.includes(day)));

const atError = mustBe('hours and minutes from 00:00 to 23:59, like 09:30');
const at = z
  .string({ error: atError })
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: atError })
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

const timeZoneError = mustBe('a time zone of the IANA database, like Europe/Berlin or UTC');
const timeZone = z.string({ error: timeZoneError }).refine(isTimeZone, { error: timeZoneError });

/** The body of a schedule. */
export const scheduleBody = closedObject({
  request,
  days,
  at,
  timeZone,
  enabled: z.boolean({ error: mustBe('true or false') }).default(true),
});

/** What a body asks for, in the name of whoever sent it, who may be limited to teams. */
export function scheduleOf(
  { request, days, at: minuteOfDay, timeZone, enabled }: z.output<typeof scheduleBody>,
  sent: Pick<HttpRequest, 'caller' | 'via' | 'sourceIp'>,
): ScheduleContent {
  const { timing, order, guard } = logoutRequestOf(request, orderedBy(sent));
  return {
    request: { selector: selectorOf(request, sent.caller), timing, order, guard },
    when: { days, minuteOfDay, timeZone },
    enabled,
  };
}
