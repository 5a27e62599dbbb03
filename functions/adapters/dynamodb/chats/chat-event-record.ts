import * as z from 'zod/mini';
import { nameOf } from '#core/alarms/ports.ts';
import type { ChatKey } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import type { Recorded } from '#core/commit.ts';
import { texts } from '../texts.ts';
import { participantRole } from './participant-record.ts';
import { fromRoleConfigRecord, roleConfigShape, toRoleConfigRecord } from './role-config-record.ts';

export const chatEndCause = z.enum(['customerLeft', 'customerGone', 'ended']);

const participant = { participantId: z.string(), role: participantRole };

const nextStep = z.discriminatedUnion('type', [
  z.object({ type: z.literal('disconnectFlow'), flow: z.string() }),
  z.object({ type: z.literal('botBranch') }),
  z.object({ type: z.literal('nothing') }),
]);

const factShape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ChatStarted') }),
  z.object({ type: z.literal('ParticipantJoined'), ...participant }),
  z.object({ type: z.literal('ParticipantLeft'), ...participant }),
  z.object({ type: z.literal('ParticipantWentIdle'), ...participant, idleMinutes: z.number() }),
  z.object({ type: z.literal('ParticipantReturned'), ...participant }),
  z.object({
    type: z.literal('ParticipantsDisconnected'),
    silentRole: z.enum(['CUSTOMER', 'AGENT']),
    participantIds: texts,
    next: nextStep,
  }),
  z.object({ type: z.literal('TimersConfigured'), configuration: roleConfigShape }),
  z.object({ type: z.literal('ChatEnded'), cause: chatEndCause }),
]);

/** An event in a chat's outbox: sequence, instant, and the fact without the chat it lies with. The id follows from both. */
export const chatEventShape = z.tuple([z.number(), z.number(), factShape]);
type ChatEventRecord = z.output<typeof chatEventShape>;

export function toChatEventRecord({ sequence, at, fact }: Recorded<ChatEvent>): ChatEventRecord {
  const { instanceId: _, contactId: __, ...rest } = fact;
  if (rest.type !== 'TimersConfigured') return [sequence, at, rest];
  return [sequence, at, { ...rest, configuration: toRoleConfigRecord(rest.configuration) }];
}

export function fromChatEventRecord(key: ChatKey, [sequence, at, fact]: ChatEventRecord): Recorded<ChatEvent> {
  const { instanceId, contactId } = key;
  const ofChat = { instanceId, contactId };
  return {
    eventId: `${nameOf({ kind: 'chat', ...ofChat })}/${sequence}`,
    sequence,
    at,
    fact:
      fact.type === 'TimersConfigured'
        ? { ...fact, ...ofChat, configuration: fromRoleConfigRecord(fact.configuration) }
        : { ...fact, ...ofChat },
  };
}
