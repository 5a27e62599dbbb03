import { nameOf } from '#core/alarms/ports.ts';
import type { Chat, ChatKey, Participant } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import { noTimers, type RoleConfig, type TimerType } from '#core/chats/role-config.ts';
import type { Recorded } from '#core/commit.ts';
import { someDay } from './agents.ts';

/** The one chat of most tests. */
export const chatKey: ChatKey = { instanceId: 'demo', contactId: 'c1' };

/** Timers by role, in minutes; what is not named has none. */
export const timers = (says: { readonly CUSTOMER?: Timers; readonly AGENT?: Timers }): RoleConfig => ({
  ...noTimers,
  ...says,
});
type Timers = { readonly [type in TimerType]?: number };

/** Somebody who joined when the chat began and has been silent since. */
export const aParticipant = (says: Partial<Participant> = {}): Participant => ({
  participantId: says.role?.toLowerCase() ?? 'customer',
  role: 'CUSTOMER',
  displayName: says.role ?? 'CUSTOMER',
  joinedAt: someDay,
  silentSince: someDay,
  connections: [],
  ...says,
});

/** WebSockets that opened when the chat began. */
export const connections = (...ids: readonly string[]) =>
  ids.map((connectionId) => ({ connectionId, openedAt: someDay }));

/** A chat that began on some day, with nobody but its customer unless somebody is named. */
export const aChat = (says: Partial<Chat> = {}): Chat => ({
  ...chatKey,
  startedAt: someDay,
  participants: [aParticipant()],
  stored: noTimers,
  ...says,
});

/** The chat has started. */
export const aChatEvent = (sequence: number, key: ChatKey = chatKey): Recorded<ChatEvent> => ({
  eventId: `${nameOf({ kind: 'chat', ...key })}/${sequence}`,
  sequence,
  at: someDay,
  fact: { type: 'ChatStarted', ...key },
});
