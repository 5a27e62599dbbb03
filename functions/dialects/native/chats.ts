import * as z from 'zod';
import type { ChatOutcome } from '#core/chats/change.ts';
import type { Chat, ChatKey } from '#core/chats/chat.ts';
import type { ChatSettings, NewParticipant } from '#core/chats/participation.ts';
import { type ChatRefusal, refusedChat } from '../chat-refusals.ts';
import { contactId, line, newParticipantId } from '../fields.ts';
import { type HttpAnswer, type HttpRequest, requireScope } from '../http.ts';
import { mustBe, sizeOf } from '../must-be.ts';
import { closedObject, noBody, noQuery, parseRequest } from '../request-schema.ts';
import { language } from './chat-settings.ts';
import { chatView } from './chat-view.ts';

/** A name to show in a chat, of up to 256 characters as Amazon Connect has it. */
export const displayName = line(256, { got: sizeOf });

const startChat = z.object({
  path: z.object({ contactId }),
  query: noQuery,
  body: closedObject({
    customer: closedObject({ displayName, participantId: newParticipantId.optional() }),
    disconnectFlow: line(256).optional(),
    waitBlock: z.enum(['customer', 'customParticipant'], { error: mustBe('customer or customParticipant') }).optional(),
    language: language.optional(),
  }),
});

/** `PUT /v1/chats/{contactId}`: a chat begins with its customer. */
export function parseStartChat(
  request: HttpRequest,
  participantId: string,
): readonly [ChatKey, ChatSettings & { readonly customer: NewParticipant }] {
  requireScope(request.caller, 'chats:write');
  const { path, body } = parseRequest(startChat, request);
  const { customer, disconnectFlow, waitBlock, language } = body;
  const id = customer.participantId ?? participantId;
  const settings = {
    ...(disconnectFlow !== undefined && { disconnectFlow }),
    ...(waitBlock !== undefined && { waitBlock }),
    ...(language !== undefined && { language }),
  };
  return [
    { instanceId: request.caller.instanceId, ...path },
    { customer: { participantId: id, displayName: customer.displayName }, ...settings },
  ];
}

const oneChat = z.object({ path: z.object({ contactId }), query: noQuery, body: noBody });

/** `GET /v1/chats/{contactId}` */
export function parseGetChat(request: HttpRequest): ChatKey {
  requireScope(request.caller, 'sessions:read');
  return { instanceId: request.caller.instanceId, ...parseRequest(oneChat, request).path };
}

/** `DELETE /v1/chats/{contactId}`: it ends for everybody. */
export function parseEndChat(request: HttpRequest): ChatKey {
  requireScope(request.caller, 'chats:write');
  return { instanceId: request.caller.instanceId, ...parseRequest(oneChat, request).path };
}

/** The chat after the command. @throws RefusedRequest when it was refused. */
export function chatAfter(outcome: ChatOutcome<ChatRefusal>): Chat {
  if (outcome.type === 'done') return outcome.chat;
  throw refusedChat(outcome.type);
}

/** Answers with the chat after the command. */
export const renderChat = (outcome: ChatOutcome<'unknownChat' | 'ended'>): HttpAnswer => ({
  status: 200,
  body: chatView(chatAfter(outcome)),
});

/** @throws RefusedRequest when there is no such chat. */
export const renderFoundChat = (chat: Chat | undefined): HttpAnswer =>
  renderChat(chat ? { type: 'done', chat } : { type: 'unknownChat' });

export function renderEndChat(outcome: ChatOutcome<'unknownChat'>): HttpAnswer {
  chatAfter(outcome);
  return { status: 204 };
}
