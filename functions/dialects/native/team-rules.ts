import * as z from 'zod';
import { mostMissedContacts, ruleModes, type TeamRules } from '#core/agents/rules/team-rules.ts';
import type { AgentUseCases } from '#core/agents/use-cases.ts';
import { list, status, teamId, wholeNumber } from '../fields.ts';
import { type HttpAnswer, RefusedRequest } from '../http.ts';
import { closedObject, mustBe, noBody, noQuery, onceRead } from '../request-schema.ts';
import { nativeRoute } from './problem.ts';

const mode = z.enum(ruleModes, { error: mustBe('off, dryRun or on') });

/** A list that would mean nobody, or everything, if it were empty. */
const some = <Item extends z.ZodType>(item: Item, of: string, max: number) =>
  list(item, { of, max }).refine((items) => items.length > 0, {
    error: `Must have at least one of the ${of}, or be left out`,
  });

const mostStatuses = 20;
const statuses = some(status, 'statuses', mostStatuses).exactOptional();
const channel = z.enum(['VOICE', 'CHAT', 'TASK'], { error: mustBe('VOICE, CHAT or TASK') });

const missedContacts = closedObject({ mode, contacts: wholeNumber('contacts', [1, mostMissedContacts]) });

const minutesInStatus = closedObject({
  mode,
  minutes: wholeNumber('minutes', [1, 1440]),
  statuses,
  exceptStatuses: statuses,
}).refine((rule) => rule.statuses === undefined || rule.exceptStatuses === undefined, {
  path: ['exceptStatuses'],
  error: 'Must be left out if statuses is given: the rule is about those and no others',
  when: onceRead('statuses', 'exceptStatuses'),
});

const longContact = closedObject({
  mode,
  hours: wholeNumber('hours', [1, 168]),
  channels: some(channel, 'channels', 3).exactOptional(),
});

const texts = z.array(z.string()).optional();
const modeAnswer = z.enum(ruleModes);
const rulesAnswer = z.strictObject({
  teamId: z.string(),
  missedContacts: z.strictObject({ mode: modeAnswer, contacts: z.int() }).optional(),
  minutesInStatus: z
    .strictObject({ mode: modeAnswer, minutes: z.int(), statuses: texts, exceptStatuses: texts })
    .optional(),
  longContact: z
    .strictObject({ mode: modeAnswer, hours: z.int(), channels: z.array(z.enum(['VOICE', 'CHAT', 'TASK'])).optional() })
    .optional(),
});

const renderRules = ({ teamId, missedContacts, minutesInStatus, longContact }: TeamRules): HttpAnswer => ({
  status: 200,
  body: {
    teamId,
    ...(missedContacts && { missedContacts }),
    ...(minutesInStatus && { minutesInStatus }),
    ...(longContact && { longContact }),
  },
});

/** @throws RefusedRequest when the caller is limited to other teams */
function requireOwnTeam(teamId: string, teamIds: readonly string[] | undefined): void {
  if (!teamIds || teamIds.includes(teamId)) return;
  throw new RefusedRequest({
    type: 'forbidden',
    message: `You are limited to teams: this must be one of ${teamIds.join(', ')}`,
  });
}

/** A rule is a standing forced logout of a team, so it takes the scope for one. A rule that is left out is off. */
const putRules = nativeRoute({
  key: 'PUT /v1/teams/{teamId}/rules',
  scope: 'logout:bulk',
  request: z.object({
    path: z.object({ teamId }),
    query: noQuery,
    body: closedObject({
      missedContacts: missedContacts.exactOptional(),
      minutesInStatus: minutesInStatus.exactOptional(),
      longContact: longContact.exactOptional(),
    }),
  }),
  answers: { 200: rulesAnswer },
  heedsTeams: true,
  run: async (useCases: AgentUseCases, { path, body }, { caller }) => {
    requireOwnTeam(path.teamId, caller.teamIds);
    return useCases.putTeamRules(caller.instanceId, { ...path, ...body });
  },
  render: ({ type }, { path, body }) => {
    if (type === 'done') return renderRules({ ...path, ...body });
    throw new RefusedRequest({
      type: 'conflict',
      message:
        'Rules are for agents of an Amazon Connect instance that this deployment drives, and yours is none: only Amazon Connect shows missed contacts and how long agents are in a status or connected',
    });
  },
});

const getRules = nativeRoute({
  key: 'GET /v1/teams/{teamId}/rules',
  scope: 'sessions:read',
  request: z.object({ path: z.object({ teamId }), query: noQuery, body: noBody }),
  answers: { 200: rulesAnswer },
  heedsTeams: true,
  run: async (useCases: AgentUseCases, { path }, { caller }) => {
    requireOwnTeam(path.teamId, caller.teamIds);
    return useCases.getTeamRules(caller.instanceId, path.teamId);
  },
  render: renderRules,
});

/** Rules that take agents of a team offline, or end their contacts, when nobody asks for it at that moment. */
export const teamRuleRoutes = [putRules, getRules];
