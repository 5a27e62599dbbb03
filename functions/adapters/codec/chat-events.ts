import * as z from 'zod/mini';
import type { Recorded } from '#core/change.ts';
import type { ChatKey } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import { nameOf } from '#core/wake-ups/ports.ts';
import { texts } from './fields.ts';
import { eventsOf } from './recorded.ts';

export const participantRole = z.enum(['CUSTOMER', 'AGENT', 'SUPERVISOR', 'CUSTOM_BOT', 'SYSTEM']);
export const chatEndCause = z.enum(['customerLeft', 'customerGone', 'expired', 'ended']);

const silentRole = z.enum(['CUSTOMER', 'AGENT', 'CUSTOM_BOT']);

const participant = { participantId: z.string(), role: participantRole };

const nextStep = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('disconnectFlow'), flow: z.string() }),
  z.looseObject({ type: z.literal('botBranch') }),
  z.looseObject({ type: z.literal('nothing') }),
]);

const timers = z.looseObject({
  IDLE: z.exactOptional(z.number()),
  DISCONNECT_NONCUSTOMER: z.exactOptional(z.number()),
});

export const chatEvents = eventsOf<ChatKey, ChatEvent>({
  keyOf: ({ instanceId, contactId }) => ({ instanceId, contactId }),
  nameOf: ({ instanceId, contactId }) => nameOf({ kind: 'chat', instanceId, contactId }),
  facts: {
    ChatStarted: {},
    ParticipantJoined: participant,
    ParticipantLeft: participant,
    ParticipantWentIdle: { ...participant, idleMinutes: z.number() },
    ParticipantReturned: participant,
    ParticipantsDisconnected: { silentRole, participantIds: texts, next: nextStep },
    TimersConfigured: { configuration: z.looseObject({ CUSTOMER: timers, AGENT: timers }) },
    ChatEnded: { cause: chatEndCause },
  },
});

/** An event from the bus, for the target of a rule. */
const eventShape = z.object({ source: z.literal('lastcall'), detail: z.unknown() });

/** The envelope, and the fact beside it. */
const detailShape = z.looseObject({
  eventId: z.string(),
  sequence: z.number(),
  at: z.pipe(z.iso.datetime(), z.transform(Date.parse)),
  instanceId: z.string(),
  contactId: z.string(),
});

/**
 * The event of a chat in an event from the bus.
 *
 * @throws ZodError when it is anything else.
 */
export function parseChatEvent(event: unknown): Recorded<ChatEvent> {
  const {
    eventId: _,
    sequence,
    at,
    instanceId,
    contactId,
    ...fact
  } = detailShape.parse(eventShape.parse(event).detail);
  return chatEvents.read({ instanceId, contactId }, chatEvents.sent.parse([sequence, at, fact]));
}
