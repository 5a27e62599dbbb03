import * as z from 'zod';
import type { AgentKey } from '#core/sessions/agent.ts';
import type { SupervisorSignOutOutcome } from '#core/sessions/supervisor-sign-out.ts';
import type { HttpAnswer } from '../http.ts';
import { parseRequest } from '../request-schema.ts';
import { agentKeyOf, type GatewayRequest, gatewayAgentId, pathOf, sessionHeaders, withInstance } from './request.ts';
import { gatewayAnswer } from './retcodes.ts';

const supervise = z.object({ path: pathOf({ workNo: gatewayAgentId }), headers: sessionHeaders });

/** `POST /qualitycontrol/{agentid}/forcelogout/{workNo}` */
export function parseGatewaySupervise(
  request: GatewayRequest,
): readonly [supervisor: AgentKey, secret: string, targetId: string] {
  const { path, headers } = parseRequest(supervise, withInstance(request));
  return [agentKeyOf(path), headers.guid, path.workNo];
}

const answers = {
  signedOut: gatewayAnswer('success', 'success'),
  notSignedIn: gatewayAnswer('notSignedIn', 'The agent to be signed out is not signed in'),
  noPermission: gatewayAnswer('noPermission', 'Your security profile does not allow to sign this agent out'),
  oneself: gatewayAnswer(
    'oneself',
    'Nobody signs out oneself as a supervisor: use DELETE /onlineagent/{agentid}/logout',
  ),
  overlapping: gatewayAnswer('overlapping', 'Another sign-in or sign-out of that agent has no answer yet: wait for it'),
  'supervisor:signedOut': gatewayAnswer('notSignedIn', 'The session of this Guid is over: sign in again'),
  'supervisor:notYours': gatewayAnswer('noPermission', 'The Guid is of no session of this agent: sign in again'),
} satisfies Record<SupervisorSignOutOutcome['type'], HttpAnswer>;

export const renderGatewaySupervise = ({ type }: SupervisorSignOutOutcome): HttpAnswer => answers[type];
