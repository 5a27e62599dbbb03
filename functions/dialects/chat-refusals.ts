import type { Chat } from '#core/chats/chat.ts';
import type { ChatOutcome } from '#core/chats/decision.ts';
import { messageLimit } from '#core/chats/message-limit.ts';
import { maximumParticipants } from '#core/chats/participation.ts';
import { seconds } from '#core/instant.ts';
import { type Problem, RefusedRequest } from './http.ts';

/** Every refusal of a command about a chat. */
const refusals = {
  unknownChat: {
    type: 'notFound',
    message: 'There is no chat with this contact id in your instance: start one with PUT /v1/chats/{contactId}',
  },
  unknownParticipant: {
    type: 'notFound',
    message: 'There is no participant with this id in this chat: GET /v1/chats/{contactId} shows who is there',
  },
  alreadyStarted: {
    type: 'conflict',
    message:
      'There is or was a chat with this contact id, which GET /v1/chats/{contactId} shows: start another under another id',
  },
  startedOtherwise: {
    type: 'conflict',
    message:
      'This chat was started by a request with another displayName, disconnectFlow, waitBlock or language, and a repeat must be the same: where the flow stands now is said with PATCH /v1/chats/{contactId}',
  },
  ended: { type: 'conflict', message: 'This chat has ended, and nothing in it changes any more: start another' },
  notTaken: {
    type: 'badInput',
    faults: [
      {
        path: 'contactId',
        message: 'Must be a chat that has not ended: Amazon Connect does not take timers for this contact',
      },
    ],
  },
  backendBusy: { type: 'tooManyRequests', retryAfterSeconds: 2 },
  backendDenies: {
    type: 'conflict',
    message:
      'Amazon Connect does not allow Lastcall to set timers of this contact: the policies of the account or of the organization must allow it',
  },
  left: {
    type: 'conflict',
    message: 'This participant has left the chat: join again with POST /v1/chats/{contactId}/participants',
  },
  idTaken: {
    type: 'conflict',
    message: 'This participant id is somebody else’s in this chat: join under another, or without one',
  },
  joinedOtherwise: {
    type: 'conflict',
    message:
      'This participant has joined with another displayName or agentId, and a repeat must be the same: join under another id, or without one',
  },
  tooManyMessages: { type: 'tooManyRequests', retryAfterSeconds: messageLimit.within / seconds(1) },
  tooManyParticipants: {
    type: 'conflict',
    message: `There are ${maximumParticipants} participants in this chat, and no more are taken: somebody must leave first`,
  },
} as const satisfies Record<string, Problem>;

export type ChatRefusal = keyof typeof refusals;

/** The refusal as a problem. */
export const refusedChat = (refusal: ChatRefusal) => new RefusedRequest(refusals[refusal]);

/** The chat after the command. @throws RefusedRequest when it was refused. */
export function chatAfter(outcome: ChatOutcome<ChatRefusal>): Chat {
  if (outcome.type === 'done') return outcome.chat;
  throw refusedChat(outcome.type);
}
