import * as z from 'zod';
import type { AgentKey, Contact } from '#core/sessions/agent.ts';
import { agentId, contactId } from '../fields.ts';
import { type HttpRequest, requireScope } from '../http.ts';
import { mustBe } from '../must-be.ts';
import { closedObject, noBody, noQuery, parseRequest } from '../request-schema.ts';

const beginContact = z.object({
  path: z.object({ agentId, contactId }),
  query: noQuery,
  body: closedObject({
    channel: z.enum(['VOICE', 'CHAT', 'TASK'], { error: mustBe('VOICE, CHAT or TASK') }),
  }),
});

/** `PUT /v1/agents/{agentId}/contacts/{contactId}`: a contact begins. */
export function parseBeginContact(request: HttpRequest): readonly [AgentKey, Pick<Contact, 'contactId' | 'channel'>] {
  requireScope(request.caller, 'sessions:write');
  const { path, body } = parseRequest(beginContact, request);
  return [
    { instanceId: request.caller.instanceId, agentId: path.agentId },
    { contactId: path.contactId, channel: body.channel },
  ];
}

const endContact = z.object({ path: z.object({ agentId, contactId }), query: noQuery, body: noBody });

/** `DELETE /v1/agents/{agentId}/contacts/{contactId}`: it ends. */
export function parseEndContact(request: HttpRequest): readonly [AgentKey, string] {
  requireScope(request.caller, 'sessions:write');
  const { path } = parseRequest(endContact, request);
  return [{ instanceId: request.caller.instanceId, agentId: path.agentId }, path.contactId];
}
