import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Chat, ChatKey, Participant } from '#core/chats/chat.ts';
import { languages } from '#core/chats/chat-settings.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import type { ChatStore } from '#core/chats/ports.ts';
import type { RoleConfig } from '#core/chats/role-config.ts';
import { fixedRetention } from '#core/retention.ts';
import { chatEndCause, chatEvents, participantRole } from '../codec/chat-events.ts';
import { asTuple, type Codec, type Item, listOf, optional, savedAs } from '../codec/saved-as.ts';
import { aggregateItem } from './aggregate-item.ts';
import { makeDynamoAggregateStore } from './aggregate-store.ts';
import { chatItemKey, chatsTable } from './chat-tables.ts';
import { type DynamoTable, expiry, unlessRefused } from './document-client.ts';

// Every message costs a unit for each kilobyte begun, so names are short: a chat with its customer, an agent, a bot that
// left, both configurations, open connections and an outbox stays below one. `touch` updates `ss` and `wr` of a participant
// where they are stored.

type Connection = Participant['connections'][number];

/** A participant without the id, under which it is stored. */
type ParticipantParts = Omit<Participant, 'participantId'> & {
  /** The place in the order of joining, which a map does not keep. */
  readonly place: number;
};

const participant = savedAs<ParticipantParts>({
  place: ['no', z.number()],
  role: ['ro', participantRole],
  displayName: ['nm', z.string()],
  agentId: ['ag', optional(z.string())],
  joinedAt: ['jo', z.number()],
  leftAt: ['le', optional(z.number())],
  silentSince: ['ss', z.number()],
  wroteAt: ['wr', optional(z.number())],
  idleAt: ['ia', optional(z.number())],
  connections: ['co', listOf(asTuple<Connection>({ connectionId: z.string(), openedAt: z.number() }))],
  goneSince: ['go', optional(z.number())],
});

/** Participants by id, so that a message can update its own. The ids are UUIDs: not every text can be a name in a map. */
const participants: Codec<readonly Participant[], Readonly<Record<string, Item>>> = {
  stored: z.record(z.string(), participant.stored),
  read: (stored) =>
    Object.entries(stored)
      .map(([participantId, item]) => ({ participantId, ...participant.read(item) }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ place: _, ...rest }) => rest),
  write: (list) =>
    Object.fromEntries(list.map((each, place) => [each.participantId, participant.write({ ...each, place })])),
};

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
    disconnectFlow: ['df', optional(z.string())],
    waitBlock: ['wb', optional(z.enum(['customParticipant', 'customer']))],
    language: ['la', optional(z.enum(languages))],
    goneMinutes: ['gm', optional(z.number())],
    lifeDays: ['ld', optional(z.number())],
    ended: ['en', optional(asTuple<Required<Chat>['ended']>({ at: z.number(), cause: chatEndCause }))],
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
      const answer = await unlessRefused(
        table.client.send(
          new UpdateCommand({
            TableName: table.tableName,
            Key: chatItem.keyOf(key),
            UpdateExpression: 'SET pa.#id.ss = :at, pa.#id.wr = :at ADD v :one',
            ConditionExpression:
              'pa.#id.ss <= :at AND attribute_not_exists(pa.#id.le) AND attribute_not_exists(pa.#id.ia)',
            ExpressionAttributeNames: { '#id': participantId },
            ExpressionAttributeValues: { ':at': at, ':one': 1 },
            ReturnValues: 'ALL_NEW',
          }),
        ),
      );
      return answer?.Attributes && chatItem.fromItem(key, answer.Attributes).state;
    },
  };
}
