import * as z from 'zod';
import type { ChatOutcome } from '#core/chats/change.ts';
import type { ChatKey } from '#core/chats/chat.ts';
import type { Joining } from '#core/chats/participation.ts';
import type { ActivityOutcome } from '#core/chats/record-activity.ts';
import type { ChatRefusal } from '../chat-refusals.ts';
import { agentId, contactId, newParticipantId, participantId } from '../fields.ts';
import { type HttpAnswer, type HttpRequest, requireScope } from '../http.ts';
import { mustBe } from '../must-be.ts';
import { closedObject, noBody, noQuery, onceRead, parseRequest } from '../request-schema.ts';
import { chatAfter, displayName } from './chats.ts';

const anyRole = mustBe('AGENT, SUPERVISOR or CUSTOM_BOT');
const role = z.enum(['AGENT', 'SUPERVISOR', 'CUSTOM_BOT'], {
  error: (issue) =>
    issue.input === 'CUSTOMER'
      ? 'Must be AGENT, SUPERVISOR or CUSTOM_BOT: the customer joins by starting the chat, PUT /v1/chats/{contactId}'
      : anyRole(issue),
});

const join = z.object({
  path: z.object({ contactId }),
  query: noQuery,
  body: closedObject({
    role,
    displayName,
    agentId: agentId.optional(),
    participantId: newParticipantId.optional(),
  }).refine((body) => body.agentId === undefined || body.role !== 'CUSTOM_BOT', {
    path: ['agentId'],
    error: 'Must be left out: a CUSTOM_BOT is not an agent',
    when: onceRead('role', 'agentId'),
  }),
});

/** `POST /v1/chats/{contactId}/participants`: somebody but the customer joins. */
export function parseJoinChat(request: HttpRequest, participantId: string): readonly [ChatKey, Joining] {
  requireScope(request.caller, 'chats:write');
  const { path, body } = parseRequest(join, request);
  const { role, displayName, agentId } = body;
  const id = body.participantId ?? participantId;
  return [
    { instanceId: request.caller.instanceId, ...path },
    { participantId: id, role, displayName, ...(agentId !== undefined && { agentId }) },
  ];
}

/** Answers with the id of who has come in, the customer at the start, later whoever joined, and with their token. */
export function renderJoined(
  outcome: ChatOutcome<ChatRefusal>,
  participantId: string,
  participantToken: string,
): HttpAnswer {
  chatAfter(outcome);
  return { status: 201, body: { participantId, participantToken } };
}

const leave = z.object({ path: z.object({ contactId, participantId }), query: noQuery, body: noBody });

/** `DELETE /v1/chats/{contactId}/participants/{participantId}`: leaves; the customer leaving ends the chat. */
export function parseLeaveChat(request: HttpRequest): readonly [ChatKey, string] {
  requireScope(request.caller, 'chats:write');
  const { path } = parseRequest(leave, request);
  return [{ instanceId: request.caller.instanceId, contactId: path.contactId }, path.participantId];
}

export function renderLeaveChat(outcome: ChatOutcome<'unknownChat' | 'unknownParticipant'>): HttpAnswer {
  chatAfter(outcome);
  return { status: 204 };
}

const activity = z.object({
  path: z.object({ contactId }),
  query: noQuery,
  body: closedObject({ participantId }),
});

/** `POST /v1/chats/{contactId}/activity`: a participant has written, somewhere else. */
export function parseActivity(request: HttpRequest): readonly [ChatKey, string] {
  requireScope(request.caller, 'chats:write');
  const { path, body } = parseRequest(activity, request);
  return [{ instanceId: request.caller.instanceId, ...path }, body.participantId];
}

export function renderActivity(outcome: ActivityOutcome): HttpAnswer {
  chatAfter(outcome);
  return { status: 204 };
}
