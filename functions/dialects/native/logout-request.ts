import * as z from 'zod';
import type { Caller } from '#core/access/access.ts';
import { offline } from '#core/agents/agent.ts';
import type { LogoutDeadline, LogoutOrder } from '#core/agents/logout-order.ts';
import type { GuardedRequest } from '#core/forced-logouts/logout-job.ts';
import { type Conditions, excludesAllOf, type Selector, selectsEverybody } from '#core/forced-logouts/selector.ts';
import { fromIso, type Instant } from '#core/instant.ts';
import { agentId, ipRanges, line, list, mostSelected, paragraph, shownStatus, teamId, wholeNumber } from '../fields.ts';
import { RefusedRequest } from '../http.ts';
import { closedObject, mustBe, onceRead, sizeOf } from '../request-schema.ts';
import { minimumRemaining, mostGuarded } from './minimum-remaining.ts';

const statusShown = shownStatus.refine((status) => status !== offline, {
  error: `Must be a status of agents who are signed in, got ${JSON.stringify(offline)}`,
});

const select = closedObject({
  agentIds: list(agentId, { of: 'agent ids', max: mostSelected.agentIds }).default([]),
  teamIds: list(teamId, { of: 'team ids', max: mostSelected.teamIds }).default([]),
  ipAddresses: ipRanges.default([]),
  statuses: list(statusShown, { of: 'statuses', max: mostSelected.statuses })
    .refine((statuses) => statuses.length > 0, { error: 'Must have an entry, or be left out' })
    .exactOptional(),
  minimumMinutesInStatus: wholeNumber('minutes', [1, 10_080]).exactOptional(),
}).refine(
  ({ agentIds, teamIds, ipAddresses, statuses, minimumMinutesInStatus }) =>
    agentIds.length + teamIds.length + ipAddresses.length > 0 ||
    statuses !== undefined ||
    minimumMinutesInStatus !== undefined,
  {
    error:
      'Must name somebody: at least one entry in agentIds, teamIds, ipAddresses or statuses, or minimumMinutesInStatus',
  },
);

/** What the agents of a selection are kept out by. */
const exclude = closedObject({
  agentIds: list(agentId, { of: 'agent ids', max: mostSelected.excludedAgentIds }).default([]),
  teamIds: list(teamId, { of: 'team ids', max: mostSelected.teamIds }).default([]),
}).refine(({ agentIds, teamIds }) => agentIds.length + teamIds.length > 0, {
  error: 'Must name somebody: at least one entry in agentIds or teamIds',
});

const timing = z.enum(['immediate', 'afterContact'], { error: mustBe('immediate or afterContact') });

/** A day at most: what is to happen later is ordered later. */
const deadlineMinutes = wholeNumber('minutes', [1, 1440]);
const holdMinutes = wholeNumber('minutes', [1, 1440]);
const onDeadline = z.enum(['force', 'giveUp'], { error: mustBe('force or giveUp') });

type Selection = { readonly select: z.output<typeof select>; readonly exclude?: z.output<typeof exclude> };

/** Which agents a body means, for a caller who may be limited to teams. */
export function selectorOf(
  { select, exclude }: Selection,
  { teamIds: callerTeamIds }: Pick<Caller, 'teamIds'> = {},
): Selector {
  const { agentIds, teamIds, ipAddresses, ...narrowed } = select;
  const conditions: Conditions = {
    ...narrowed,
    ...(exclude && { exclude }),
    ...(callerTeamIds && { callerTeamIds }),
  };
  const names = agentIds.length + teamIds.length + ipAddresses.length > 0;
  return {
    agentIds,
    teamIds,
    ipRanges: ipAddresses,
    ...(!names && { everybody: true }),
    ...(Object.keys(conditions).length > 0 && { conditions }),
  };
}

const startError = mustBe('an instant in ISO 8601 with an offset, like 2026-11-27T22:00:00+01:00');

const startAt = z.iso.datetime({ offset: true, error: startError }).transform((text, { issues }): Instant => {
  const at = fromIso(text);
  if (at !== undefined) return at;
  issues.push({ code: 'custom', message: startError({ input: text }), input: text });
  return z.NEVER;
});

const namesSome = ({ agentIds, teamIds }: Selection['select']) => agentIds.length + teamIds.length > 0;

const notWithStart = 'Must come without startAt: agents are counted when the request is made';

/** The body of a forced logout. */
export const forceLogoutBody = closedObject({
  select,
  exclude: exclude.exactOptional(),
  timing: timing.default('afterContact'),
  deadlineMinutes: deadlineMinutes.exactOptional(),
  onDeadline: onDeadline.exactOptional(),
  holdMinutes: holdMinutes.exactOptional(),
  reason: line(256, { got: sizeOf }).exactOptional(),
  message: paragraph(250).exactOptional(),
  startAt: startAt.exactOptional(),
  confirmEveryone: z.boolean({ error: mustBe('true or false') }).default(false),
  dryRun: z.boolean({ error: mustBe('true or false') }).default(false),
  maximumAgents: wholeNumber('agents', [1, mostGuarded]).exactOptional(),
  minimumRemaining: minimumRemaining.exactOptional(),
})
  .refine((body) => body.confirmEveryone || !selectsEverybody(selectorOf(body)), {
    path: ['confirmEveryone'],
    error:
      'Must be true, for select.ipAddresses holds at least half of all IPv4 or of all public IPv6 addresses: nearly everybody would be logged out',
    when: onceRead('select', 'exclude'),
  })
  .refine((body) => body.confirmEveryone || body.startAt === undefined || namesSome(body.select), {
    path: ['confirmEveryone'],
    error:
      'Must be true with startAt, unless select names agentIds or teamIds: nobody is counted when the job begins, and it may be everybody',
    when: onceRead('select', 'startAt'),
  })
  .refine((body) => !excludesAllOf(selectorOf(body)), {
    path: ['exclude'],
    error: 'Must leave somebody: every agent and team of select is excluded',
    when: onceRead('select', 'exclude'),
  })
  .refine((body) => body.deadlineMinutes === undefined || body.timing === 'afterContact', {
    path: ['deadlineMinutes'],
    error: 'Must come with the timing afterContact: an immediate logout waits for nothing',
    when: onceRead('timing', 'deadlineMinutes'),
  })
  .refine((body) => body.onDeadline === undefined || body.deadlineMinutes !== undefined, {
    path: ['onDeadline'],
    error: 'Must come with deadlineMinutes: 1 to 1440 minutes after the request',
    when: onceRead('onDeadline', 'deadlineMinutes'),
  })
  .refine((body) => body.startAt === undefined || body.maximumAgents === undefined, {
    path: ['maximumAgents'],
    error: notWithStart,
    when: onceRead('startAt', 'maximumAgents'),
  })
  .refine((body) => body.startAt === undefined || body.minimumRemaining === undefined, {
    path: ['minimumRemaining'],
    error: notWithStart,
    when: onceRead('startAt', 'minimumRemaining'),
  });

/** What a body asks for, in the name of whoever sent it. */
export function logoutRequestOf(
  {
    timing,
    reason,
    message,
    holdMinutes,
    confirmEveryone,
    maximumAgents,
    minimumRemaining,
    ...waiting
  }: z.output<typeof forceLogoutBody>,
  ordered: Pick<LogoutOrder, 'requestedBy' | 'from'>,
): GuardedRequest {
  const guard = {
    confirmsEveryone: confirmEveryone,
    ...(maximumAgents !== undefined && { maximumAgents }),
    ...(minimumRemaining !== undefined && { minimumRemaining }),
  };
  return {
    guard,
    timing,
    order: {
      ...ordered,
      ...(reason !== undefined && { reason }),
      ...(message !== undefined && { message }),
      ...deadlineOf(waiting),
      ...(holdMinutes !== undefined && { holdMinutes }),
    },
  };
}

/** A logout that waits with a deadline is forced then, unless it is to be given up. */
const deadlineOf = ({
  deadlineMinutes: minutes,
  onDeadline = 'force',
}: Pick<z.output<typeof forceLogoutBody>, 'deadlineMinutes' | 'onDeadline'>): { readonly deadline?: LogoutDeadline } =>
  minutes === undefined ? {} : { deadline: { minutes, onDeadline } };

/** @throws RefusedRequest when a caller who is limited to teams names another one */
export function requireOwnTeams({ select, minimumRemaining }: z.output<typeof forceLogoutBody>, caller: Caller): void {
  const { teamIds } = caller;
  if (!teamIds) return;
  const named = [...select.teamIds, ...(typeof minimumRemaining === 'object' ? Object.keys(minimumRemaining) : [])];
  const others = named.filter((teamId) => !teamIds.includes(teamId));
  if (others.length === 0) return;
  throw new RefusedRequest({
    type: 'forbidden',
    message: `You are limited to teams, and ${others.slice(0, 5).join(', ')} is none of them`,
  });
}
