import * as z from 'zod';
import type { Caller } from '#core/access/access.ts';
import type { ScheduleContent } from '#core/logout-schedules/logout-schedule.ts';
import { isTimeZone, weekdays } from '#core/logout-schedules/occurrence.ts';
import { mostSelected, teamId } from '../fields.ts';
import { type HttpRequest, RefusedRequest } from '../http.ts';
import { orderedBy } from '../logouts.ts';
import { closedObject, mustBe, refusedKey } from '../request-schema.ts';
import { logoutFieldsOf, logoutRules, selectorOf } from './logout-fields.ts';
import { logoutRequestOf } from './logout-request.ts';

/** More ids make a schedule too large to be listed, and too long for anybody to keep right. */
const mostAgentIds = 1_000;

/** A forced logout for every occurrence. */
const request = logoutRules.reduce(
  (body, { holds, otherwise }) => body.refine(holds, otherwise),
  closedObject({
    ...logoutFieldsOf({ mostAgentIds }),
    startAt: refusedKey('Must be left out: days, at and timeZone say when the schedule logs out'),
    dryRun: refusedKey('Must be left out: send the request to POST /v1/force-logouts to see what it would do now'),
  }),
);

const daysError = mustBe(`a list of one or more of ${weekdays.join(', ')}`);
const days = z
  .array(z.enum(weekdays, { error: mustBe(`one of ${weekdays.join(', ')}`) }), { error: daysError })
  .min(1, { error: daysError })
  .refine((named) => new Set(named).size === named.length, {
    error: 'Must have each day once',
    when: ({ value }) => Array.isArray(value),
  })
  .meta({ maxItems: weekdays.length, uniqueItems: true })
  .transform((named) => weekdays.filter((day) => named.includes(day)));

const atError = mustBe('hours and minutes from 00:00 to 23:59, like 09:30');
const at = z
  .string({ error: atError })
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: atError })
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

const timeZoneError = mustBe('a time zone of the IANA database, like Europe/Berlin or UTC');
const timeZone = z.string({ error: timeZoneError }).refine(isTimeZone, { error: timeZoneError });

const limitsError = mustBe(`null, or a list of 1 to ${mostSelected.teamIds} team ids`);
/** The teams whose agents are logged out and no others, or nobody's limits. */
const limitedToTeamIds = z
  .array(teamId, { error: limitsError })
  .min(1, { error: limitsError })
  .max(mostSelected.teamIds, { error: limitsError })
  .nullable();

/** The body of a schedule. */
export const scheduleBody = closedObject({
  request,
  days,
  at,
  timeZone,
  enabled: z.boolean({ error: mustBe('true or false') }).default(true),
  limitedToTeamIds: limitedToTeamIds.exactOptional(),
});

type Limits = Pick<Caller, 'teamIds'>;

/**
 * The teams that a schedule is limited to. Callers who are limited themselves limit theirs to as many of their teams.
 * @throws RefusedRequest when they want more
 */
function limitsOf(wanted: readonly string[] | null | undefined, { teamIds }: Limits): Limits {
  if (wanted === undefined) return teamIds ? { teamIds: teamIds.toSorted() } : {};
  if (teamIds && !wanted?.every((teamId) => teamIds.includes(teamId)))
    throw new RefusedRequest({
      type: 'forbidden',
      message: `You are limited to teams: limitedToTeamIds must have some of ${teamIds.join(', ')}, or be left out`,
    });
  return wanted === null ? {} : { teamIds: [...new Set(wanted)].toSorted() };
}

/**
 * What a body asks for, in the name of whoever sent it. If it names no limits and its sender has none, those of the schedule that is
 * there stay: who does not know of them does not lift them.
 */
export function scheduleOf(
  { request, days, at: minuteOfDay, timeZone, enabled, limitedToTeamIds: wanted }: z.output<typeof scheduleBody>,
  sent: Pick<HttpRequest, 'caller' | 'via' | 'sourceIp'>,
): ScheduleContent {
  const { caller } = sent;
  const { timing, order, guard } = logoutRequestOf(request, orderedBy(sent));
  return {
    request: { selector: selectorOf(request, limitsOf(wanted, caller)), timing, order, guard },
    when: { days, minuteOfDay, timeZone },
    enabled,
    ...(wanted === undefined && !caller.teamIds && { keepsLimits: true }),
  };
}
