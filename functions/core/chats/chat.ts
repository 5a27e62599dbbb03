import { type Instant, minutes } from '../instant.ts';
import type { Language } from './notices.ts';
import type { RoleConfig, TimerRole } from './role-config.ts';

/** Names a chat: the contact id is unique within its instance. */
export interface ChatKey {
  readonly instanceId: string;
  readonly contactId: string;
}

export type ParticipantRole = 'CUSTOMER' | 'AGENT' | 'SUPERVISOR' | 'CUSTOM_BOT' | 'SYSTEM';

/** An open WebSocket. */
interface Connection {
  readonly connectionId: string;
  readonly openedAt: Instant;
}

/** API Gateway keeps a WebSocket for so long at the most, and may never tell of its end (`$disconnect` is best effort). */
export const connectionLasts = minutes(120);

/** Somebody in a chat. Stays in the list after leaving. */
export interface Participant {
  readonly participantId: string;
  readonly role: ParticipantRole;
  readonly displayName: string;
  /** The agent, when the centre knows who it is. */
  readonly agentId?: string;
  readonly joinedAt: Instant;
  readonly leftAt?: Instant;
  /** When the participant last wrote, or the silence began to count. Moved by messages without loading the chat. */
  readonly silentSince: Instant;
  /** When the participant last wrote. Moved as the silence is, which also begins anew without a word. */
  readonly spokeAt?: Instant;
  /** Idle since then. */
  readonly idleAt?: Instant;
  /** Open WebSockets; of somebody who has left, those that are about to be closed. */
  readonly connections: readonly Connection[];
  /** When the last WebSocket went, or one was promised that has not come; absent while there is one. */
  readonly goneSince?: Instant;
}

/** Where a chat goes on in the flow, when everybody but the customer was disconnected. */
export type WaitBlock = 'customParticipant' | 'customer';

/** A contact of channel CHAT. */
export interface Chat extends ChatKey {
  readonly startedAt: Instant;
  readonly participants: readonly Participant[];
  /** What UpdateParticipantRoleConfig has set; taken over when an agent or custom participant joins. */
  readonly stored: RoleConfig;
  /** The copy that holds while the customer and the other side are both there; no timer runs without it. */
  readonly active?: RoleConfig;
  /** The flow an agent's chat goes to after an auto-disconnect. */
  readonly disconnectFlow?: string;
  /** The Wait block that the flow stands in. */
  readonly waitBlock?: WaitBlock;
  /** In which people are shown what happens; absent: the instance's. */
  readonly language?: Language;
  /** A customer whose last connection has been gone for so long ends the chat; absent: never. */
  readonly goneMinutes?: number;
  readonly ended?: { readonly at: Instant; readonly cause: ChatEndCause };
}

export type ChatEndCause = 'customerLeft' | 'customerGone' | 'ended';

export const isConnected = ({ leftAt }: Participant) => leftAt === undefined;

/** The role whose timers a participant has; supervisors and the system have none. */
export function timerRoleOf({ role }: Participant): TimerRole | undefined {
  switch (role) {
    case 'CUSTOMER':
      return 'CUSTOMER';
    case 'AGENT':
    case 'CUSTOM_BOT':
      return 'AGENT';
    case 'SUPERVISOR':
    case 'SYSTEM':
      return undefined;
  }
}

/** Those of a role who are connected and have timers. */
export const timed = (chat: Chat, role: TimerRole): readonly Participant[] =>
  chat.participants.filter((participant) => isConnected(participant) && timerRoleOf(participant) === role);

/** Whether somebody was there at an instant, if only to be told of their own leaving: what happened then concerns them. */
export const isConcerned = ({ joinedAt, leftAt }: Participant, at: Instant) =>
  joinedAt <= at && (leftAt === undefined || leftAt >= at);

/** Those who may act in a chat, or why nobody of this id may. */
export function findPresent(
  chat: Chat | undefined,
  participantId: string,
): { readonly type: 'present'; readonly chat: Chat; readonly participant: Participant } | { readonly type: Absence } {
  if (!chat) return { type: 'unknownChat' };
  if (chat.ended) return { type: 'ended' };
  const participant = findParticipant(chat, participantId);
  if (!participant) return { type: 'unknownParticipant' };
  return isConnected(participant) ? { type: 'present', chat, participant } : { type: 'left' };
}

/** Why somebody cannot act in a chat. */
export type Absence = 'unknownChat' | 'ended' | 'unknownParticipant' | 'left';

export const findParticipant = (chat: Chat, participantId: string) =>
  chat.participants.find((participant) => participant.participantId === participantId);

/** The chat with one participant changed. */
export const withParticipant = (chat: Chat, changed: Participant): Chat => ({
  ...chat,
  participants: chat.participants.map((participant) =>
    participant.participantId === changed.participantId ? changed : participant,
  ),
});
