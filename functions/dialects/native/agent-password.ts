import * as z from 'zod';
import type { AgentKey } from '#core/sessions/agent.ts';
import { agentId } from '../fields.ts';
import { type HttpAnswer, type HttpRequest, requireScope } from '../http.ts';
import { sizeOf } from '../must-be.ts';
import { password } from '../password.ts';
import { closedObject, noQuery, parseRequest } from '../request-schema.ts';

const putPassword = z.object({
  path: z.object({ agentId }),
  query: noQuery,
  // As short as NIST SP 800-63B allows; whatever comes in its place may be a password too, and is not shown.
  body: closedObject({ password: password({ shortest: 8 }) }, sizeOf),
});

/** `PUT /v1/agents/{agentId}/password`: what the agent signs in by at the agent gateway. */
export function parsePutPassword(request: HttpRequest): readonly [AgentKey, password: string] {
  requireScope(request.caller, 'keys:admin');
  const { path, body } = parseRequest(putPassword, request);
  return [{ instanceId: request.caller.instanceId, ...path }, body.password];
}

export const renderPutPassword = (): HttpAnswer => ({ status: 204 });
