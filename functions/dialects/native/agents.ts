import * as z from 'zod';
import type { Agent, Profile } from '#core/agents/agent.ts';
import type { AgentFilter } from '#core/agents/list-agents.ts';
import type { AgentUseCases } from '#core/agents/use-cases.ts';
import { agentId, email, ipRange, line, list, securityProfileId, shownStatus, teamId } from '../fields.ts';
import { RefusedRequest } from '../http.ts';
import { closedObject, mustBe, noBody, noQuery, onceRead, sizeOf } from '../request-schema.ts';
import { noContent } from '../route.ts';
import { agentAnswer, agentView } from './agent-view.ts';
import { cursorAnswer, pageKeys, pageOf } from './page.ts';
import { agentInPath, refused, renderAgent, renderFoundAgent } from './presence.ts';
import { nativeRoute } from './problem.ts';

/** Creates an agent, or replaces the whole profile. */
const putAgent = nativeRoute({
  key: 'PUT /v1/agents/{agentId}',
  scope: 'sessions:write',
  // A security profile gives rights, and those are for whoever administers them.
  scopeFor: ({ body }) => (body.securityProfileId === undefined ? undefined : 'keys:admin'),
  request: z.object({
    path: z.object({ agentId }),
    query: noQuery,
    body: closedObject({
      name: line(128, { got: sizeOf }),
      email,
      agentNumber: line(64, { shortest: 0, got: sizeOf }),
      teamIds: list(teamId, { of: 'team ids', max: 20 }),
      securityProfileId: securityProfileId.exactOptional(),
      protected: z.boolean({ error: mustBe('true or false') }).exactOptional(),
    }),
  }),
  answers: { 200: agentAnswer },
  heedsTeams: true,
  run: async ({ putProfile, getAgent }: AgentUseCases, { path, body }, { caller }) => {
    const key = { instanceId: caller.instanceId, ...path };
    if (caller.teamIds) requireOwnTeams(await getAgent(key), body, caller.teamIds);
    return putProfile(key, body);
  },
  render: renderAgent,
});

const getAgent = nativeRoute({
  key: 'GET /v1/agents/{agentId}',
  scope: 'sessions:read',
  agentOf: agentInPath,
  request: z.object({ path: z.object({ agentId }), query: noQuery, body: noBody }),
  answers: { 200: agentAnswer },
  run: (useCases: AgentUseCases, { path }, { caller }) => useCases.getAgent({ instanceId: caller.instanceId, ...path }),
  render: renderFoundAgent,
});

const listAgents = nativeRoute({
  key: 'GET /v1/agents',
  scope: 'sessions:read',
  request: z.object({
    body: noBody,
    query: closedObject({
      signedIn: z.enum(['true', 'false'], { error: mustBe('true or false') }).optional(),
      teamId: teamId.optional(),
      status: shownStatus.optional(),
      ip: ipRange.optional(),
      ...pageKeys,
    }).refine(({ signedIn, ip }) => signedIn !== 'false' || ip === undefined, {
      path: ['ip'],
      error: 'Must be left out with signedIn=false: agents who are signed out have no address',
      when: onceRead('signedIn', 'ip'),
    }),
  }),
  answers: { 200: z.strictObject({ agents: z.array(agentAnswer), ...cursorAnswer }) },
  heedsTeams: true,
  run: async (useCases: AgentUseCases, { query }, { caller: { instanceId, teamIds } }) => {
    const filter: AgentFilter = {
      ...(query.signedIn !== undefined && { signedIn: query.signedIn === 'true' }),
      ...teamOf(query.teamId, teamIds),
      ...(query.status !== undefined && { status: query.status }),
      ...(query.ip !== undefined && { ipRange: query.ip }),
    };
    // Cursors name agents, so others than the caller's are not even looked up.
    if (teamIds && !teamIds.includes(filter.teamId ?? '')) return { agents: [] };
    return useCases.listAgents(instanceId, filter, pageOf(query));
  },
  render: ({ agents, cursor }) => ({
    status: 200,
    body: { agents: agents.map(agentView), ...(cursor !== undefined && { cursor }) },
  }),
});

/** The team to list: a caller who is limited to one need not name it. @throws RefusedRequest when there are several to choose from */
function teamOf(given: string | undefined, own: readonly string[] | undefined): Pick<AgentFilter, 'teamId'> {
  if (given !== undefined) return { teamId: given };
  const [only, ...others] = own ?? [];
  if (only === undefined) return {};
  if (others.length === 0) return { teamId: only };
  const message = `Must be one of the teams that you are limited to: ${own?.join(', ')}`;
  throw new RefusedRequest({ type: 'badInput', faults: [{ path: 'teamId', message }] });
}

/** Erases the person. Answers the same whether there was one or not, so that it can be repeated. */
const eraseAgent = nativeRoute({
  key: 'DELETE /v1/agents/{agentId}',
  scope: 'sessions:write',
  agentOf: agentInPath,
  request: z.object({ path: z.object({ agentId }), query: noQuery, body: noBody }),
  answers: { 204: noContent },
  run: async ({ eraseAgent, getAgent }: AgentUseCases, { path }, { caller }) => {
    const key = { instanceId: caller.instanceId, ...path };
    if (caller.teamIds) {
      const agent = await getAgent(key);
      requireOwnTeams(agent, agent?.profile ?? { teamIds: caller.teamIds }, caller.teamIds);
    }
    return eraseAgent(key);
  },
  render: ({ type }) => {
    if (type !== 'erased') throw refused(type);
    return { status: 204 };
  },
});

/** @throws RefusedRequest when the agent is in other teams, or would be */
function requireOwnTeams(agent: Agent | undefined, body: Pick<Profile, 'teamIds'>, teamIds: readonly string[]): void {
  const areOwn = (given: readonly string[]) => given.length > 0 && given.every((teamId) => teamIds.includes(teamId));
  if (areOwn(body.teamIds) && (!agent || areOwn(agent.profile.teamIds))) return;
  throw new RefusedRequest({
    type: 'forbidden',
    message: `You are limited to teams: the agent must be in one of ${teamIds.join(', ')}, and in no other, before and after`,
  });
}

/** Agents and who of them is signed in. */
export const agentRoutes = [putAgent, getAgent, eraseAgent, listAgents];
