import fc from 'fast-check';
import type { Recorded, Stored } from '#core/change.ts';
import type { Chat, Participant } from '#core/chats/chat.ts';
import { languages } from '#core/chats/chat-settings.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import type { RoleConfig } from '#core/chats/role-config.ts';
import { nameOf } from '#core/wake-ups/ports.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const id = fc.stringMatching(/^[A-Za-z0-9.@:-]{1,12}$/);
const count = fc.nat(1_000);
const instant = fc.integer({ min: 0, max: Date.UTC(2100, 0) });
const minutes = fc.integer({ min: 2, max: 480 });

const role = fc.constantFrom(...(['CUSTOMER', 'AGENT', 'SUPERVISOR', 'CUSTOM_BOT', 'SYSTEM'] as const));
const timers = fc.record({ IDLE: minutes, DISCONNECT_NONCUSTOMER: minutes }, { requiredKeys: [] });
const configuration: fc.Arbitrary<RoleConfig> = fc.record({ CUSTOMER: timers, AGENT: timers });
const cause = fc.constantFrom('customerLeft' as const, 'customerGone' as const, 'expired' as const, 'ended' as const);

/** Lastcall makes these ids itself. */
const participantId = fc.uuid();

const participant: fc.Arbitrary<Participant> = fc.record(
  {
    participantId,
    role,
    displayName: text,
    agentId: id,
    joinedAt: instant,
    leftAt: instant,
    silentSince: instant,
    idleAt: instant,
    connections: fc.array(fc.record({ connectionId: id, openedAt: instant }), { maxLength: 3 }),
    wroteAt: instant,
    earlierMessages: fc.array(fc.integer({ min: 1, max: Date.UTC(2100, 0) }), { minLength: 1, maxLength: 9 }),
    goneSince: instant,
    requestedAt: instant,
  },
  { requiredKeys: ['participantId', 'role', 'displayName', 'joinedAt', 'silentSince', 'connections'] },
);

const position = {
  disconnectFlow: text,
  waitBlock: fc.constantFrom('customParticipant' as const, 'customer' as const),
  language: fc.constantFrom(...languages),
};

const chat: fc.Arbitrary<Chat> = fc.record(
  {
    instanceId: fc.constantFrom('demo', 'other'),
    contactId: id,
    startedAt: instant,
    participants: fc.uniqueArray(participant, { maxLength: 4, selector: ({ participantId }) => participantId }),
    stored: configuration,
    active: configuration,
    ...position,
    startedWith: fc.record(position, { requiredKeys: [] }),
    goneMinutes: minutes,
    lifeDays: minutes,
    ended: fc.record({ at: instant, cause }),
  },
  { requiredKeys: ['instanceId', 'contactId', 'startedAt', 'participants', 'stored'] },
);

const next = fc.oneof(
  fc.record({ type: fc.constant('disconnectFlow' as const), flow: text }),
  fc.constantFrom({ type: 'botBranch' as const }, { type: 'nothing' as const }),
);

const eventPart = fc.oneof(
  fc.record({ type: fc.constant('ChatStarted' as const) }),
  fc.record({ type: fc.constant('ParticipantReturned' as const), participantId, role }),
  fc.record(
    { type: fc.constant('ParticipantJoined' as const), participantId, role, agentId: id },
    { requiredKeys: ['type', 'participantId', 'role'] },
  ),
  fc.record(
    {
      type: fc.constant('ParticipantLeft' as const),
      participantId,
      role,
      agentId: id,
      cause: fc.constant('agentSignedOut' as const),
      next: fc.oneof(next, fc.constant({ type: 'queue' as const })),
    },
    { requiredKeys: ['type', 'participantId', 'role'] },
  ),
  fc.record({ type: fc.constant('ParticipantWentIdle' as const), participantId, role, idleMinutes: minutes }),
  fc.record(
    {
      type: fc.constant('ParticipantsDisconnected' as const),
      silentRole: fc.constantFrom('CUSTOMER' as const, 'AGENT' as const, 'CUSTOM_BOT' as const),
      participantIds: fc.array(participantId, { maxLength: 3 }),
      agentIds: fc.array(id, { minLength: 1, maxLength: 2 }),
      next,
    },
    { requiredKeys: ['type', 'silentRole', 'participantIds', 'next'] },
  ),
  fc.record({
    type: fc.constant('AutoDisconnectSkipped' as const),
    silentRole: fc.constantFrom('CUSTOMER' as const, 'AGENT' as const, 'CUSTOM_BOT' as const),
  }),
  fc.record({ type: fc.constant('TimersConfigured' as const), configuration }),
  fc.record({ type: fc.constant('ChatEnded' as const), cause }),
);

const eventOf = (instanceId: string, contactId: string): fc.Arbitrary<Recorded<ChatEvent>> =>
  fc
    .record({ sequence: fc.integer({ min: 1, max: 1_000 }), at: instant, part: eventPart })
    .map(({ sequence, at, part }) => ({
      eventId: `${nameOf({ kind: 'chat', instanceId, contactId })}/${sequence}`,
      sequence,
      at,
      fact: { ...part, instanceId, contactId },
    }));

/** Any events of one chat, each with its own number. */
export const anyChatEvents: fc.Arbitrary<Recorded<ChatEvent>[]> = id.chain((contactId) =>
  fc.uniqueArray(eventOf('demo', contactId), { maxLength: 4, selector: ({ sequence }) => sequence }),
);

/** Any chat that a store may have to save, running or ended, with any events that are still to be published. */
export const anyStoredChat: fc.Arbitrary<Stored<Chat, ChatEvent>> = chat.chain((state) =>
  fc.record(
    {
      state: fc.constant(state),
      version: count,
      sequence: count,
      outbox: fc.array(eventOf(state.instanceId, state.contactId), { maxLength: 3 }),
      wakeUpAt: instant,
    },
    { requiredKeys: ['state', 'version', 'sequence', 'outbox'] },
  ),
);
