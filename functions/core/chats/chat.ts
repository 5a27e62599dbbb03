import { type Instant, minutes, seconds } from '../instant.ts';
import { tokenValidity } from '../retention.ts';
import type { Language } from './chat-settings.ts';
import type { RoleConfig, TimerRole } from './role-config.ts';

/** Names a chat: contact ids are unique within an instance only. */
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

/** A WebSocket lasts two hours at most, and its end may go unreported. */
export const connectionLasts = minutes(120);

/** A WebSocket that was requested opens within the validity of its address, and its client has then to subscribe. */
export const openingLasts = tokenValidity.socket + seconds(30);

/** A participant of a chat. It stays in the list after leaving, until twenty others have left. */
export interface Participant {
  readonly participantId: string;
  readonly role: ParticipantRole;
  readonly displayName: string;
  /** The agent, when the centre has named one. */
  readonly agentId?: string;
  readonly joinedAt: Instant;
  readonly leftAt?: Instant;
  /**
   * The participant's timers count from here: the last message, or a later start of the timers. Messages move it without
   * loading the chat. Of a participant who has left: see `disconnectSince`.
   */
  readonly silentSince: Instant;
  /** When the participant last wrote. */
  readonly wroteAt?: Instant;
  /** When the messages before that one were written, the latest first; as many as the limit of messages needs. */
  readonly earlierMessages?: readonly Instant[];
  /** From when the auto-disconnect of an idle participant counts: when the idle timer was over, unless the wake-up was late. @default - the participant is not idle */
  readonly idleAt?: Instant;
  /** Open WebSockets; for a participant who has left, those that are about to be closed. */
  readonly connections: readonly Connection[];
  /** When the last WebSocket closed, or when one was requested that has not opened. Absent while one is open. */
  readonly goneSince?: Instant;
  /** When a WebSocket was last requested, to within a few seconds: a sign of life, like a message. */
  readonly requestedAt?: Instant;
}

/** The Wait block in which a flow continues after everybody but the customer was disconnected. */
export type WaitBlock = 'customParticipant' | 'customer';

/** Where the flow of a chat stands. */
export interface FlowPosition {
  /** The flow that an agent's chat goes to after an auto-disconnect. */
  readonly disconnectFlow?: string;
  /** The Wait block that the flow is in. */
  readonly waitBlock?: WaitBlock;
  /** The language of the notices. @default - the instance's language */
  readonly language?: Language;
}

/** A chat that runs in a backend, which tells Lastcall what happens in it. */
export interface Followed {
  /** What the backend has called the chat: it has another id after each transfer. The last one is the current one. */
  readonly legIds: readonly string[];
  /** From when the last id counts: news of before do not change it. */
  readonly legSince: Instant;
  /**
   * What the auto-disconnect of an agent does. Nobody can remove the agent alone from a chat of the backend, so the chat is
   * ended for everybody, or an event says that the time has come.
   */
  readonly silentAgent: 'end' | 'report';
  /** The customer's client sends receipts, so that one who does not receive what is written must be gone. @default false */
  readonly sendsReceipts?: true;
  /** The chat has ended here, and is still to be ended in the backend. @default false */
  readonly owesEnd?: true;
}

/** A contact of channel CHAT. */
export interface Chat extends ChatKey, FlowPosition {
  readonly startedAt: Instant;
  readonly participants: readonly Participant[];
  /** The timers that UpdateParticipantRoleConfig has set. They take effect when an agent or custom participant joins. */
  readonly stored: RoleConfig;
  /** The timers in effect while the customer and the other side are both connected. Absent while no timer runs. */
  readonly active?: RoleConfig;
  /** Where the flow stood at the start, to recognise a repeat of the start by. @default - where it stands now */
  readonly startedWith?: FlowPosition;
  /** The chat ends when the customer's last connection has been gone for this long. @default - never */
  readonly goneMinutes?: number;
  /** The chat ends when so many days have passed since its start. @default `chatDays` of `core/retention.ts` */
  readonly lifeDays?: number;
  readonly ended?: { readonly at: Instant; readonly cause: ChatEndCause };
  /** @default - the chat is Lastcall's own */
  readonly followed?: Followed;
}

export type ChatEndCause = 'customerLeft' | 'customerGone' | 'expired' | 'ended';

export const isConnected = ({ leftAt }: Participant) => leftAt === undefined;

/** The role whose timers a participant has. Supervisors and the system have none. */
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

/** The connected participants that have the timers of a role. */
export const timed = (chat: Chat, role: TimerRole): readonly Participant[] =>
  chat.participants.filter((participant) => isConnected(participant) && timerRoleOf(participant) === role);

/** Whether a participant was in the chat at an instant, or left at it. Such a participant is notified of what happened then. */
export const isConcerned = ({ joinedAt, leftAt }: Participant, at: Instant) =>
  joinedAt <= at && (leftAt === undefined || leftAt >= at);

/** The participant with this id, if it may act in the chat; otherwise why not. */
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

/** Why a participant cannot act in a chat. */
export type Absence = 'unknownChat' | 'ended' | 'unknownParticipant' | 'left';

export const findParticipant = (chat: Chat, participantId: string) =>
  chat.participants.find((participant) => participant.participantId === participantId);

/** The customer, whether in the chat or not: a chat has one, and keeps it. */
export const customerOf = ({ participants }: Chat) => participants.find(({ role }) => role === 'CUSTOMER');

/** The chat with one participant replaced. */
export const withParticipant = (chat: Chat, changed: Participant): Chat => ({
  ...chat,
  participants: chat.participants.map((participant) =>
    participant.participantId === changed.participantId ? changed : participant,
  ),
});
