import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Chat, ChatKey, FlowPosition, Followed, WaitBlock } from '#core/chats/chat.ts';
import type { Language } from '#core/chats/chat-settings.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import type { ChatStore } from '#core/chats/ports.ts';
import type { RoleConfig } from '#core/chats/role-config.ts';
import { fixedRetention } from '#core/retention.ts';
import { chatEvents } from '../codec/chat-events.ts';
import { keyword, texts } from '../codec/fields.ts';
import { asTuple, type Codec, optional, savedAs } from '../codec/saved-as.ts';
import { aggregateItem } from './aggregate-item.ts';
import { makeDynamoAggregateStore } from './aggregate-store.ts';
import { messageUpdate, participants } from './chat-participants.ts';
import { chatItemKey, chatsTable } from './chat-tables.ts';
import { type DynamoTable, expiry, unlessRefused } from './document-client.ts';

// Every message costs a unit for each kilobyte begun, so names are short: a chat with its customer, an agent, a bot that
// left, both configurations, open connections and an outbox stays below one. `touch` updates `ss` and `wr` of a participant
// where they are stored.

const timer = z.nullable(z.number());

/** Timers in minutes. */
const timers = asTuple<Record<'customerIdle' | 'customerDisconnect' | 'agentIdle' | 'agentDisconnect', number | null>>({
  customerIdle: timer,
  customerDisconnect: timer,
  agentIdle: timer,
  agentDisconnect: timer,
});

const roleConfig: Codec<RoleConfig, readonly unknown[]> = {
  stored: timers.stored,
  read(stored) {
    const { customerIdle, customerDisconnect, agentIdle, agentDisconnect, ...newer } = timers.read(stored);
    return {
      ...newer,
      CUSTOMER: timersOf(customerIdle, customerDisconnect),
      AGENT: timersOf(agentIdle, agentDisconnect),
    };
  },
  write: ({ CUSTOMER, AGENT, ...newer }) =>
    timers.write({
      ...newer,
      customerIdle: CUSTOMER.IDLE ?? null,
      customerDisconnect: CUSTOMER.DISCONNECT_NONCUSTOMER ?? null,
      agentIdle: AGENT.IDLE ?? null,
      agentDisconnect: AGENT.DISCONNECT_NONCUSTOMER ?? null,
    }),
};

const timersOf = (idle: number | null, disconnect: number | null) => ({
  ...(idle !== null && { IDLE: idle }),
  ...(disconnect !== null && { DISCONNECT_NONCUSTOMER: disconnect }),
});

const flowPosition = {
  disconnectFlow: ['df', optional(z.string())],
  waitBlock: ['wb', optional(keyword<WaitBlock>())],
  language: ['la', optional(keyword<Language>())],
} as const;

const followed = savedAs<Followed>({
  legIds: ['l', texts],
  legSince: ['s', z.number()],
  silentAgent: ['a', keyword<Followed['silentAgent']>()],
  sendsReceipts: ['r', optional(z.literal(true))],
  owesEnd: ['o', optional(z.literal(true))],
});

/**
 * How a chat is stored. Only a chat that has ended expires: TTL removes an item without an event, so a running chat would
 * be lost for its participants, and every message would have to move the expiry.
 */
export const chatItem = aggregateItem<ChatKey, Chat, ChatEvent>({
  keyOf: ({ instanceId, contactId }) => chatItemKey(instanceId, contactId),
  state: savedAs<Omit<Chat, keyof ChatKey>>({
    startedAt: ['at', z.number()],
    participants: ['pa', participants],
    stored: ['st', roleConfig],
    active: ['ac', optional(roleConfig)],
    ...flowPosition,
    goneMinutes: ['gm', optional(z.number())],
    startedWith: ['sw', optional(savedAs<FlowPosition>(flowPosition))],
    lifeDays: ['ld', optional(z.number())],
    followed: ['fo', optional(followed)],
    ended: ['en', optional(asTuple<Required<Chat>['ended']>({ at: z.number(), cause: keyword() }))],
  }),
  events: chatEvents,
  derived: {
    [chatsTable.timeToLive]: ({ ended }) => ended && expiry(ended.at, fixedRetention.chats.days).expiresAt,
  },
});

/** Keeps each chat in one item of the chats table. */
export function makeDynamoChatStore(table: DynamoTable): ChatStore {
  return {
    ...makeDynamoAggregateStore(table, chatItem, ({ instanceId, contactId }) => `Chat ${instanceId}/${contactId}`),

    /**
     * One write and no read: the answer brings the chat as it is now. DynamoDB has no maximum of two numbers, so a message
     * that a later one has overtaken is refused as well, and the chat is changed by a decision. That is rare, and correct.
     */
    async touch(key, participantId, at) {
      const update = { TableName: table.tableName, Key: chatItem.keyOf(key), ...messageUpdate(participantId, at) };
      const answer = await unlessRefused(table.client.send(new UpdateCommand(update)));
      return answer?.Attributes && chatItem.fromItem(key, answer.Attributes).state;
    },
  };
}
