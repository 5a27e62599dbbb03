import * as z from 'zod';
import type { AgentChatUseCases } from '#core/agent-chats/use-cases.ts';
import type { ChatUseCases } from '#core/chats/use-cases.ts';
import { chatAfter } from '../chat-refusals.ts';
import { contactId, line, newParticipantId } from '../fields.ts';
import { limited } from '../limited.ts';
import { closedObject, mustBe, noBody, noQuery, onceRead } from '../request-schema.ts';
import { noContent } from '../route.ts';
import { given, readMinutes, timerList, timerOf } from '../timers.ts';
import { chatAnswer, chatView } from './chat-view.ts';
import { cursorAnswer, pageKeys, pageOf } from './page.ts';
import { displayName, joinedAnswer, renderJoined } from './participants.ts';
import { nativeRoute } from './problem.ts';
import { language } from './settings.ts';

type ChatsOfTeams = Pick<AgentChatUseCases, 'isChatOfTeams'>;

const disconnectFlow = line(256);

const waitBlock = (error: ReturnType<typeof mustBe>) => z.enum(['customer', 'customParticipant'], { error });

const startChat = nativeRoute({
  key: 'PUT /v1/chats/{contactId}',
  scope: 'chats:write',
  request: z.object({
    path: z.object({ contactId }),
    query: noQuery,
    body: closedObject({
      customer: closedObject({ displayName, participantId: newParticipantId.exactOptional() }),
      disconnectFlow: disconnectFlow.exactOptional(),
      waitBlock: waitBlock(mustBe('customer or customParticipant')).exactOptional(),
      language: language.exactOptional(),
    }),
  }),
  answers: { 201: joinedAnswer },
  run: (useCases: ChatUseCases, { path, body }, { caller }) =>
    useCases.startChat({ instanceId: caller.instanceId, ...path }, body),
  render: renderJoined,
});

const positionKeys = ['language', 'disconnectFlow', 'waitBlock'] as const;

/** The flow has moved on. `null` clears what it said before. */
const moveFlow = nativeRoute({
  key: 'PATCH /v1/chats/{contactId}',
  scope: 'chats:write',
  request: z.object({
    path: z.object({ contactId }),
    query: noQuery,
    body: closedObject({
      language: language.nullable().exactOptional(),
      disconnectFlow: disconnectFlow.nullable().exactOptional(),
      waitBlock: waitBlock(mustBe('customer or customParticipant, or null')).nullable().exactOptional(),
    }).refine((body) => positionKeys.some((name) => body[name] !== undefined), {
      error: `Must have at least one of ${positionKeys.join(', ')}`,
      when: onceRead(...positionKeys),
    }),
  }),
  answers: { 200: chatAnswer },
  run: (useCases: ChatUseCases, { path, body }, { caller }) =>
    useCases.moveFlow({ instanceId: caller.instanceId, ...path }, body),
  render: (outcome) => ({ status: 200, body: chatView(chatAfter(outcome)) }),
});

const getChat = nativeRoute({
  key: 'GET /v1/chats/{contactId}',
  scope: 'sessions:read',
  request: z.object({ path: z.object({ contactId }), query: noQuery, body: noBody }),
  answers: { 200: chatAnswer },
  heedsTeams: true,
  run: async (useCases: ChatUseCases & ChatsOfTeams, { path }, { caller: { instanceId, teamIds } }) => {
    const chat = await useCases.getChat({ instanceId, ...path });
    // A chat with no agent of the caller's teams is answered like one that is not there.
    return chat && (!teamIds || (await useCases.isChatOfTeams(chat, teamIds))) ? chat : undefined;
  },
  render: (chat) => ({
    status: 200,
    body: chatView(chatAfter(chat ? { type: 'done', chat } : { type: 'unknownChat' })),
  }),
});

const listChats = nativeRoute({
  key: 'GET /v1/chats',
  scope: 'sessions:read',
  request: z.object({
    query: closedObject({
      state: z.literal('open', { error: mustBe('open: chats that have ended are not listed') }),
      ...pageKeys,
    }),
    body: noBody,
  }),
  answers: { 200: z.strictObject({ chats: z.array(chatAnswer), ...cursorAnswer }) },
  run: (useCases: ChatUseCases, { query }, { caller }) => useCases.listOpenChats(caller.instanceId, pageOf(query)),
  render: ({ chats, cursor }) => ({
    status: 200,
    body: { chats: chats.map(chatView), ...(cursor !== undefined && { cursor }) },
  }),
});

const endChat = nativeRoute({
  key: 'DELETE /v1/chats/{contactId}',
  scope: 'chats:write',
  request: z.object({ path: z.object({ contactId }), query: noQuery, body: noBody }),
  answers: { 204: noContent },
  run: (useCases: ChatUseCases, { path }, { caller }) => useCases.endChat({ instanceId: caller.instanceId, ...path }),
  render: (outcome) => {
    chatAfter(outcome);
    return { status: 204 };
  },
});

const timer = closedObject({
  role: given.role.optional(),
  type: given.type.optional(),
  minutes: given.minutesOrUnset.optional(),
}).transform(({ role, type, minutes }, { issues }) =>
  timerOf(
    {
      role: { name: 'role', given: role },
      type: { name: 'type', given: type },
      value: { name: 'minutes', given: minutes === 'unset' ? 'Unset' : readMinutes(minutes, ', or "unset"') },
    },
    issues,
  ),
);

/** Timers that are not named stay as they are. */
const configureTimers = limited(
  nativeRoute({
    key: 'PUT /v1/chats/{contactId}/timers',
    scope: 'timers:configure',
    request: z.object({
      path: z.object({ contactId }),
      query: noQuery,
      body: closedObject({ timers: timerList(timer, { max: 4 }) }),
    }),
    // Nothing is known here of a chat that runs in Amazon Connect.
    answers: { 200: chatAnswer, 204: noContent },
    run: (useCases: ChatUseCases, { path, body }, { caller }) =>
      useCases.configureTimers({ instanceId: caller.instanceId, ...path }, body.timers),
    render: (outcome) =>
      outcome.type === 'passedOn' ? { status: 204 } : { status: 200, body: chatView(chatAfter(outcome)) },
  }),
);

/** Chats and their timers. */
export const chatRoutes = [startChat, moveFlow, getChat, listChats, endChat, configureTimers];
