import * as z from 'zod';
import type { AgentKey, Profile } from '#core/sessions/agent.ts';
import type { AgentFilter, AgentPage } from '#core/sessions/list-agents.ts';
import { agentId, email, ipRange, line, list, securityProfileId, shownStatus, teamId } from '../fields.ts';
import { type HttpAnswer, type HttpRequest, requireScope } from '../http.ts';
import { sizeOf } from '../must-be.ts';
import { closedObject, noBody, noQuery, parseRequest } from '../request-schema.ts';
import { agentView } from './agent-view.ts';
import { type Page, pageKeys, pageOf } from './page.ts';

const putAgent = z.object({
  path: z.object({ agentId }),
  query: noQuery,
  body: closedObject({
    name: line(128, { got: sizeOf }),
    email,
    agentNumber: line(64, { shortest: 0, got: sizeOf }),
    teamIds: list(teamId, { of: 'team ids', max: 20 }),
    securityProfileId: securityProfileId.exactOptional(),
  }),
});

/**
 * `PUT /v1/agents/{agentId}`: the whole profile.
 * @throws RefusedRequest also when somebody who administers no rights gives the agent some.
 */
export function parsePutAgent(request: HttpRequest): readonly [AgentKey, Profile] {
  requireScope(request.caller, 'sessions:write');
  const { path, body } = parseRequest(putAgent, request);
  if (body.securityProfileId !== undefined) requireScope(request.caller, 'keys:admin');
  return [{ instanceId: request.caller.instanceId, ...path }, body];
}

const oneAgent = z.object({ path: z.object({ agentId }), query: noQuery, body: noBody });

/** `GET /v1/agents/{agentId}` */
export function parseGetAgent(request: HttpRequest): AgentKey {
  requireScope(request.caller, 'sessions:read');
  return { instanceId: request.caller.instanceId, ...parseRequest(oneAgent, request).path };
}

const listAgents = z.object({
  body: noBody,
  query: closedObject({
    signedIn: z.literal('true', { error: 'Must be given as true: only agents who are signed in can be listed' }),
    teamId: teamId.optional(),
    status: shownStatus.optional(),
    ip: ipRange.optional(),
    ...pageKeys,
  }),
});

/** `GET /v1/agents?signedIn=true` */
export function parseListAgents(request: HttpRequest): readonly [string, AgentFilter, Page] {
  requireScope(request.caller, 'sessions:read');
  const { query } = parseRequest(listAgents, request);
  const filter = {
    ...(query.teamId !== undefined && { teamId: query.teamId }),
    ...(query.status !== undefined && { status: query.status }),
    ...(query.ip !== undefined && { ipRange: query.ip }),
  };
  return [request.caller.instanceId, filter, pageOf(query)];
}

export const renderAgentPage = ({ agents, cursor }: AgentPage): HttpAnswer => ({
  status: 200,
  body: { agents: agents.map(agentView), ...(cursor !== undefined && { cursor }) },
});
