import type { Recorded } from '#core/change.ts';
import type { Chat, ChatKey, Participant } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import { noTimers, type RoleConfig, type TimerType } from '#core/chats/role-config.ts';
import { nameOf } from '#core/wake-ups/ports.ts';
import { someDay } from './agents.ts';

/** The chat that most tests are about. */
export const chatKey: ChatKey = { instanceId: 'demo', contactId: 'c1' };

/** Timers by role, in minutes. Without an entry there is no timer. */
export const timers = (minutes: { readonly CUSTOMER?: Timers; readonly AGENT?: Timers }): RoleConfig => ({
  ...noTimers,
  ...minutes,
});
type Timers = { readonly [type in TimerType]?: number };

/** A participant who joined when the chat began and has not written since. */
export const aParticipant = (overrides: Partial<Participant> = {}): Participant => ({
  participantId: overrides.role?.toLowerCase() ?? 'customer',
  role: 'CUSTOMER',
  displayName: overrides.role ?? 'CUSTOMER',
  joinedAt: someDay,
  silentSince: someDay,
  connections: [],
  ...overrides,
});

/** WebSockets that opened when the chat began. */
export const connections = (...ids: readonly string[]) =>
  ids.map((connectionId) => ({ connectionId, openedAt: someDay }));

/** A chat that began on some day, with its customer only. */
export const aChat = (overrides: Partial<Chat> = {}): Chat => ({
  ...chatKey,
  startedAt: someDay,
  participants: [aParticipant()],
  stored: noTimers,
  ...overrides,
});

/** The chat has started. */
export const aChatEvent = (sequence: number, key: ChatKey = chatKey): Recorded<ChatEvent> => ({
  eventId: `${nameOf({ kind: 'chat', ...key })}/${sequence}`,
  sequence,
  at: someDay,
  fact: { type: 'ChatStarted', ...key },
});

/** An event in a few words, by which a test recognizes it. */
export function summaryOf(event: ChatEvent): string {
  switch (event.type) {
    case 'ChatStarted':
      return 'started';
    case 'ParticipantJoined':
      return `joined ${event.participantId}`;
    case 'ParticipantLeft':
      return `left ${event.participantId}`;
    case 'ParticipantWentIdle':
      return `idle ${event.participantId} ${event.idleMinutes}`;
    case 'ParticipantReturned':
      return `returned ${event.participantId}`;
    case 'ParticipantsDisconnected': {
      const next = event.next.type === 'disconnectFlow' ? event.next.flow : event.next.type;
      return `disconnected ${event.participantIds.toSorted().join()} by ${event.silentRole} to ${next}`;
    }
    case 'AutoDisconnectSkipped':
      return `skipped by ${event.silentRole}`;
    case 'TimersConfigured':
      return 'configured';
    case 'ChatEnded':
      return `ended ${event.cause}`;
  }
}
