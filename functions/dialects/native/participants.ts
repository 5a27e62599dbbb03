import * as z from 'zod';
import type { ChatUseCases, JoinOutcome } from '#core/chats/use-cases.ts';
import { type ChatRefusal, chatAfter, refusedChat } from '../chat-refusals.ts';
import { agentId, contactId, line, newParticipantId, participantId } from '../fields.ts';
import type { HttpAnswer } from '../http.ts';
import { closedObject, mustBe, noBody, noQuery, onceRead, sizeOf } from '../request-schema.ts';
import { noContent } from '../route.ts';
import { nativeRoute } from './problem.ts';

/** The name that a chat shows of a participant, of up to 256 characters as in Amazon Connect. */
export const displayName = line(256, { got: sizeOf });

/** The body of the answer to a new participant. */
export const joinedAnswer = z.strictObject({ participantId: z.string(), participantToken: z.string() });

/** Answers with the id of the new participant and its token. @throws RefusedRequest when there is none. */
export function renderJoined(outcome: JoinOutcome<ChatRefusal>): HttpAnswer {
  if (outcome.type !== 'done') throw refusedChat(outcome.type);
  return { status: 201, body: { participantId: outcome.participantId, participantToken: outcome.token } };
}

const anyRole = mustBe('AGENT, SUPERVISOR or CUSTOM_BOT');
const role = z.enum(['AGENT', 'SUPERVISOR', 'CUSTOM_BOT'], {
  error: (issue) =>
    issue.input === 'CUSTOMER'
      ? 'Must be AGENT, SUPERVISOR or CUSTOM_BOT: the customer joins by starting the chat, PUT /v1/chats/{contactId}'
      : anyRole(issue),
});

const joinChat = nativeRoute({
  key: 'POST /v1/chats/{contactId}/participants',
  scope: 'chats:write',
  request: z.object({
    path: z.object({ contactId }),
    query: noQuery,
    body: closedObject({
      role,
      displayName,
      agentId: agentId.exactOptional(),
      participantId: newParticipantId.exactOptional(),
    }).refine((body) => body.agentId === undefined || body.role !== 'CUSTOM_BOT', {
      path: ['agentId'],
      error: 'Must be left out: a CUSTOM_BOT is not an agent',
      when: onceRead('role', 'agentId'),
    }),
  }),
  answers: { 201: joinedAnswer },
  run: (useCases: ChatUseCases, { path, body }, { caller }) =>
    useCases.joinChat({ instanceId: caller.instanceId, ...path }, body),
  render: renderJoined,
});

/** When the customer leaves, the chat ends. */
const leaveChat = nativeRoute({
  key: 'DELETE /v1/chats/{contactId}/participants/{participantId}',
  scope: 'chats:write',
  request: z.object({ path: z.object({ contactId, participantId }), query: noQuery, body: noBody }),
  answers: { 204: noContent },
  run: (useCases: ChatUseCases, { path: { contactId, participantId } }, { caller }) =>
    useCases.leaveChat({ instanceId: caller.instanceId, contactId }, participantId),
  render: (outcome) => {
    chatAfter(outcome);
    return { status: 204 };
  },
});

/** A participant has written a message that another system carries. It counts as one of the chat. */
const recordActivity = nativeRoute({
  key: 'POST /v1/chats/{contactId}/activity',
  isFrequent: true,
  scope: 'chats:write',
  request: z.object({ path: z.object({ contactId }), query: noQuery, body: closedObject({ participantId }) }),
  answers: { 204: noContent },
  run: (useCases: ChatUseCases, { path, body }, { caller }) =>
    useCases.recordActivity({ instanceId: caller.instanceId, ...path }, body.participantId),
  render: (outcome) => {
    chatAfter(outcome);
    return { status: 204 };
  },
});

/** The participants of chats. */
export const chatParticipantRoutes = [joinChat, leaveChat, recordActivity];
