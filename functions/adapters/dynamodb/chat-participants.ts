import * as z from 'zod/mini';
import type { Participant, ParticipantRole } from '#core/chats/chat.ts';
import { messageLimit } from '#core/chats/message-limit.ts';
import type { Instant } from '#core/instant.ts';
import { keyword } from '../codec/fields.ts';
import { asTuple, type Codec, type Item, listOf, optional, savedAs } from '../codec/saved-as.ts';

type Connection = Participant['connections'][number];

/** A participant without the id, under which it is stored, and without the messages before the last one. */
type ParticipantParts = Omit<Participant, 'participantId' | 'earlierMessages'> & {
  /** The place in the order of joining, which a map does not keep. */
  readonly place: number;
};

const participant = savedAs<ParticipantParts>({
  place: ['no', z.number()],
  role: ['ro', keyword<ParticipantRole>()],
  displayName: ['nm', z.string()],
  agentId: ['ag', optional(z.string())],
  joinedAt: ['jo', z.number()],
  leftAt: ['le', optional(z.number())],
  silentSince: ['ss', z.number()],
  wroteAt: ['wr', optional(z.number())],
  idleAt: ['ia', optional(z.number())],
  connections: ['co', listOf(asTuple<Connection>({ connectionId: z.string(), openedAt: z.number() }))],
  goneSince: ['go', optional(z.number())],
  requestedAt: ['rq', optional(z.number())],
});

/** The attributes of the messages before the last one, the latest first. 0 stands for none. */
const earlier = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'] as const;
const oldest = earlier[earlier.length - 1];

function readParticipant(item: Item): Omit<ParticipantParts, 'earlierMessages'> & Pick<Participant, 'earlierMessages'> {
  const names: readonly string[] = earlier;
  const parts = Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)));
  const messages = earlier.map((name) => item[name]).filter((at) => typeof at === 'number' && at > 0);
  return { ...participant.read(parts), ...(messages.length > 0 && { earlierMessages: messages.map(Number) }) };
}

/** Participants by id, so that a message can update its own. The ids are UUIDs: not every text can be a name in a map. */
export const participants: Codec<readonly Participant[], Readonly<Record<string, Item>>> = {
  stored: z.record(z.string(), participant.stored),
  read: (stored) =>
    Object.entries(stored)
      .map(([participantId, item]) => ({ participantId, ...readParticipant(item) }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ place: _, ...rest }) => rest),
  write: (list) =>
    Object.fromEntries(
      list.map(({ earlierMessages = [], ...each }, place) => {
        const messages = Object.fromEntries(earlierMessages.map((at, index) => [earlier[index], at]));
        return [each.participantId, { ...participant.write({ ...each, place }), ...messages }];
      }),
    ),
};

/**
 * The update for a message: the silence starts again, and the instants of the last messages move on by one attribute. All
 * right-hand sides are values before the update. It is refused when the oldest of them is too young: the limit of messages
 * is a condition of the write that a message needs anyway.
 */
export const messageUpdate = (participantId: string, at: Instant) => ({
  UpdateExpression: `SET ${[
    'pa.#id.ss = :at',
    'pa.#id.wr = :at',
    ...earlier.map((name, index) => `pa.#id.${name} = if_not_exists(pa.#id.${earlier[index - 1] ?? 'wr'}, :none)`),
  ].join(', ')} ADD v :one`,
  ConditionExpression: [
    'pa.#id.ss <= :at',
    'attribute_not_exists(pa.#id.le)',
    'attribute_not_exists(pa.#id.ia)',
    `(attribute_not_exists(pa.#id.${oldest}) OR pa.#id.${oldest} <= :before)`,
  ].join(' AND '),
  ExpressionAttributeNames: { '#id': participantId },
  ExpressionAttributeValues: { ':at': at, ':one': 1, ':none': 0, ':before': at - messageLimit.within },
  ReturnValues: 'ALL_NEW' as const,
});
