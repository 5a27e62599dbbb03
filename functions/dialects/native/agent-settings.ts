import * as z from 'zod';
import { type AgentSettings, defaultAgentSettings } from '#core/sessions/agent-settings.ts';
import { type HttpAnswer, type HttpRequest, requireScope } from '../http.ts';
import { mustBe } from '../must-be.ts';
import { closedObject, noBody, noQuery, parseRequest } from '../request-schema.ts';

const longestGrace = 3600;
const graceError = mustBe(`a whole number of seconds, 0 to ${longestGrace}, or "off"`);
const graceSeconds = z
  .int({ error: graceError })
  .min(0, { error: graceError })
  .max(longestGrace, { error: graceError });

const putSettings = z.object({
  query: noQuery,
  body: closedObject({
    contactGraceSeconds: z
      .union([z.literal('off'), graceSeconds], { error: graceError })
      .default(defaultAgentSettings.contactGraceSeconds),
  }),
});

/** `PUT /v1/agent-settings`: what is left out is as it was at the beginning. */
export function parsePutAgentSettings(request: HttpRequest): readonly [instanceId: string, AgentSettings] {
  requireScope(request.caller, 'sessions:write');
  return [request.caller.instanceId, parseRequest(putSettings, request).body];
}

const getSettings = z.object({ query: noQuery, body: noBody });

/** `GET /v1/agent-settings` of the caller's instance. */
export function parseGetAgentSettings(request: HttpRequest): string {
  requireScope(request.caller, 'sessions:read');
  parseRequest(getSettings, request);
  return request.caller.instanceId;
}

export const renderAgentSettings = ({ contactGraceSeconds }: AgentSettings): HttpAnswer => ({
  status: 200,
  body: { contactGraceSeconds },
});
