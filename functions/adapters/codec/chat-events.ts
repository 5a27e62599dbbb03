import * as z from 'zod/mini';
import type { ChatKey } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import { nameOf } from '#core/wake-ups/ports.ts';
import { texts } from './fields.ts';
import { eventsOf } from './recorded.ts';

const participantRole = z.enum(['CUSTOMER', 'AGENT', 'SUPERVISOR', 'CUSTOM_BOT', 'SYSTEM']);
const chatEndCause = z.enum(['customerLeft', 'customerGone', 'expired', 'ended']);

const silentRole = z.enum(['CUSTOMER', 'AGENT', 'CUSTOM_BOT']);

const participant = { participantId: z.string(), role: participantRole };

const agentId = z.exactOptional(z.string());
const agentIds = z.exactOptional(texts);

const nextStep = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('disconnectFlow'), flow: z.string() }),
  z.looseObject({ type: z.literal('botBranch') }),
  z.looseObject({ type: z.literal('nothing') }),
]);

const nextAfterSignOut = z.union([nextStep, z.looseObject({ type: z.literal('queue') })]);

const timers = z.looseObject({
  IDLE: z.exactOptional(z.number()),
  DISCONNECT_NONCUSTOMER: z.exactOptional(z.number()),
});

export const chatEvents = eventsOf<ChatKey, ChatEvent>({
  keyOf: ({ instanceId, contactId }) => ({ instanceId, contactId }),
  nameOf: ({ instanceId, contactId }) => nameOf({ kind: 'chat', instanceId, contactId }),
  facts: {
    ChatStarted: {},
    ParticipantJoined: { ...participant, agentId },
    ParticipantLeft: {
      ...participant,
      agentId,
      cause: z.exactOptional(z.literal('agentSignedOut')),
      next: z.exactOptional(nextAfterSignOut),
    },
    ParticipantWentIdle: { ...participant, idleMinutes: z.number() },
    ParticipantReturned: participant,
    ParticipantsDisconnected: { silentRole, participantIds: texts, agentIds, next: nextStep },
    AutoDisconnectSkipped: { silentRole },
    TimersConfigured: { configuration: z.looseObject({ CUSTOMER: timers, AGENT: timers }) },
    ChatEnded: { agentIds, cause: chatEndCause },
  },
});
