import * as z from 'zod';
import type { Caller } from '#core/access/access.ts';
import { offline } from '#core/agents/agent.ts';
import { type Conditions, excludesAllOf, type Selector, selectsEverybody } from '#core/forced-logouts/selector.ts';
import { agentId, ipRanges, line, list, mostSelected, paragraph, shownStatus, teamId, wholeNumber } from '../fields.ts';
import { closedObject, mustBe, onceRead, sizeOf } from '../request-schema.ts';
import { minimumRemaining, mostGuarded } from './minimum-remaining.ts';

const statusShown = shownStatus.refine((status) => status !== offline, {
  error: `Must be a status of agents who are signed in, got ${JSON.stringify(offline)}`,
});

const selectOf = (mostAgentIds: number) =>
  closedObject({
    agentIds: list(agentId, { of: 'agent ids', max: mostAgentIds }).default([]),
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

export type Selection = {
  readonly select: z.output<ReturnType<typeof selectOf>>;
  readonly exclude?: z.output<typeof exclude>;
};

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

/** What a forced logout is, whenever it happens. */
export const logoutFieldsOf = ({ mostAgentIds }: { readonly mostAgentIds: number }) => ({
  select: selectOf(mostAgentIds),
  exclude: exclude.exactOptional(),
  timing: timing.default('afterContact'),
  deadlineMinutes: deadlineMinutes.exactOptional(),
  onDeadline: onDeadline.exactOptional(),
  holdMinutes: holdMinutes.exactOptional(),
  reason: line(256, { got: sizeOf }).exactOptional(),
  message: paragraph(250).exactOptional(),
  confirmEveryone: z.boolean({ error: mustBe('true or false') }).default(false),
  maximumAgents: wholeNumber('agents', [1, mostGuarded]).exactOptional(),
  minimumRemaining: minimumRemaining.exactOptional(),
});

export type LogoutFields = z.output<z.ZodObject<ReturnType<typeof logoutFieldsOf>>>;

/** What has to hold, and the arguments of its check. */
interface LogoutRule {
  readonly holds: (body: LogoutFields) => boolean;
  readonly otherwise: {
    readonly path: PropertyKey[];
    readonly error: string;
    readonly when: ReturnType<typeof onceRead>;
  };
}

/** How these go together. */
export const logoutRules: readonly LogoutRule[] = [
  {
    holds: (body) => body.confirmEveryone || !selectsEverybody(selectorOf(body)),
    otherwise: {
      path: ['confirmEveryone'],
      error:
        'Must be true, for select.ipAddresses holds at least half of all IPv4 or of all public IPv6 addresses: nearly everybody would be logged out',
      when: onceRead('select', 'exclude'),
    },
  },
  {
    holds: (body) => !excludesAllOf(selectorOf(body)),
    otherwise: {
      path: ['exclude'],
      error: 'Must leave somebody: every agent and team of select is excluded',
      when: onceRead('select', 'exclude'),
    },
  },
  {
    holds: (body) => body.deadlineMinutes === undefined || body.timing === 'afterContact',
    otherwise: {
      path: ['deadlineMinutes'],
      error: 'Must come with the timing afterContact: an immediate logout waits for nothing',
      when: onceRead('timing', 'deadlineMinutes'),
    },
  },
  {
    holds: (body) => body.onDeadline === undefined || body.deadlineMinutes !== undefined,
    otherwise: {
      path: ['onDeadline'],
      error: 'Must come with deadlineMinutes: 1 to 1440 minutes after the request',
      when: onceRead('onDeadline', 'deadlineMinutes'),
    },
  },
];
