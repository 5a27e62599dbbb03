import type { Instant } from '../instant.ts';
import {
  type Chat,
  type ChatEndCause,
  type ChatKey,
  customerOf,
  type FlowPosition,
  findParticipant,
  isConnected,
  type Participant,
  type ParticipantRole,
  timed,
  timerRoleOf,
} from './chat.ts';
import {
  agentOf,
  agentsOf,
  type ChatWithEvents,
  changed,
  type Decided,
  done,
  ofChat,
  ofParticipant,
  refused,
} from './decision.ts';
import { isSamePosition, startOf } from './flow-position.ts';
import { noTimers } from './role-config.ts';

export interface NewParticipant {
  readonly participantId: string;
  readonly displayName: string;
  readonly agentId?: string;
}

export interface StartChat extends FlowPosition {
  readonly customer: NewParticipant;
  /** The caller brought no id of the customer, so a repeat is recognised without it. @default false */
  readonly isIdOurs?: boolean;
  readonly lifeDays?: number;
}

/** `startedOtherwise`: the customer is the same, and something else in the request is not. */
export type StartRefusal = 'alreadyStarted' | 'startedOtherwise';

/**
 * How many may be in a chat at a time: more than any chat needs. Of those who have left as many are kept, for the
 * transcript and for requests that are repeated. So the chat's item stays small, however many come and go.
 */
export const maximumParticipants = 20;

/**
 * Starts a chat with its customer. A repeat of the same request changes nothing, also when the flow has moved on since. No
 * timer runs before somebody joins.
 */
export function startChat(chat: Chat | undefined, key: ChatKey, start: StartChat, now: Instant): Decided<StartRefusal> {
  if (chat) return startedAgain(chat, start);
  const { customer, isIdOurs: _, ...options } = start;
  const participant = entering({ ...customer, role: 'CUSTOMER' }, now);
  const started: Chat = { ...key, ...options, startedAt: now, participants: [participant], stored: noTimers };
  return done(
    changed(
      started,
      { type: 'ChatStarted', ...ofChat(key) },
      { type: 'ParticipantJoined', ...ofParticipant(key, participant) },
    ),
  );
}

/** Whoever sends the same request again has lost the answer. */
function startedAgain(chat: Chat, { customer, isIdOurs, ...position }: StartChat): Decided<StartRefusal> {
  const existing = customerOf(chat);
  const isSameName = existing?.displayName === customer.displayName;
  const isSameCustomer = isIdOurs ? isSameName : existing?.participantId === customer.participantId;
  if (!isSameCustomer) return refused(chat, 'alreadyStarted');
  const isRepeat = isSameName && isSamePosition(position, startOf(chat));
  return isRepeat ? done(changed(chat)) : refused(chat, 'startedOtherwise');
}

/** A participant other than the customer, who joins. */
export type Joining = NewParticipant & { readonly role: Exclude<ParticipantRole, 'CUSTOMER'> };

/** `joinedOtherwise`: the participant is in the chat, with another name or as another agent. */
export type JoinRefusal = 'unknownChat' | 'ended' | 'left' | 'idTaken' | 'joinedOtherwise' | 'tooManyParticipants';

/**
 * A participant joins. With an agent or custom participant the stored timers take effect, and all timers start now with
 * nobody idle, so whoever has just come is notified of who becomes idle. No event says that somebody is no longer idle. A
 * repeat of the same request changes nothing. Coming back takes a new id.
 */
export function join(chat: Chat | undefined, joining: Joining, now: Instant): Decided<JoinRefusal> {
  if (!chat) return refused(chat, 'unknownChat');
  if (chat.ended) return refused(chat, 'ended');
  const existing = findParticipant(chat, joining.participantId);
  if (existing && existing.role !== joining.role) return refused(chat, 'idTaken');
  if (existing) return joinedAgain(chat, existing, joining);
  if (chat.participants.filter(isConnected).length >= maximumParticipants) return refused(chat, 'tooManyParticipants');
  const participant = entering(joining, now);
  const joined = { ...chat, participants: [...withoutLongGone(chat.participants), participant] };
  const started = timerRoleOf(participant) === 'AGENT' ? withTimersStarted(joined, now) : joined;
  const who = { ...ofParticipant(chat, participant), ...agentOf(participant) };
  return done(changed(started, { type: 'ParticipantJoined', ...who }));
}

/** Whoever sends the same request again has lost the answer. */
function joinedAgain(chat: Chat, existing: Participant, { displayName, agentId }: Joining): Decided<JoinRefusal> {
  if (!isConnected(existing)) return refused(chat, 'left');
  const isRepeat = existing.displayName === displayName && existing.agentId === agentId;
  return isRepeat ? done(changed(chat)) : refused(chat, 'joinedOtherwise');
}

/** The participants without those who left first, as soon as too many have left. */
function withoutLongGone(participants: readonly Participant[]): readonly Participant[] {
  const left = participants.filter((participant) => !isConnected(participant));
  const forgotten = left.toSorted((a, b) => (a.leftAt ?? 0) - (b.leftAt ?? 0)).slice(0, -maximumParticipants);
  return participants.filter((participant) => !forgotten.includes(participant));
}

const entering = (joining: NewParticipant & { readonly role: ParticipantRole }, now: Instant): Participant => ({
  ...joining,
  joinedAt: now,
  silentSince: now,
  connections: [],
});

const withTimersStarted = (chat: Chat, now: Instant): Chat => ({
  ...chat,
  active: chat.stored,
  participants: chat.participants.map((participant) => startedAfresh(participant, now)),
});

/** A message may be later than the join that starts the timers: both may be reported late, in any order. */
const startedAfresh = ({ idleAt: _, ...participant }: Participant, now: Instant): Participant => ({
  ...participant,
  silentSince: Math.max(now, participant.silentSince),
});

/** A participant leaves; a repeat changes nothing. When the customer leaves, the chat ends. */
export function leave(
  chat: Chat | undefined,
  participantId: string,
  now: Instant,
): Decided<'unknownChat' | 'unknownParticipant'> {
  if (!chat) return refused(chat, 'unknownChat');
  const participant = findParticipant(chat, participantId);
  if (!participant) return refused(chat, 'unknownParticipant');
  if (!isConnected(participant)) return done(changed(chat));
  const left = { type: 'ParticipantLeft', ...ofParticipant(chat, participant), ...agentOf(participant) } as const;
  const change = changed(without(chat, [participantId], now), left);
  return done(participant.role === 'CUSTOMER' ? ended(change, 'customerLeft', now) : change);
}

/** Ends the chat for everybody; a repeat changes nothing. */
export function endChat(chat: Chat | undefined, now: Instant): Decided<'unknownChat'> {
  if (!chat) return refused(chat, 'unknownChat');
  return done(chat.ended ? changed(chat) : ended(changed(chat), 'ended', now));
}

/**
 * The chat after some participants have left. The timers stop when one of the two sides is empty. Others who are idle stay
 * idle until they write, so that everybody who was notified of it is notified of the return.
 */
export function without(chat: Chat, participantIds: readonly string[], now: Instant): Chat {
  const participants = chat.participants.map((participant) =>
    participantIds.includes(participant.participantId) ? departed(chat, participant, now) : participant,
  );
  return withTimersStoppedIfAlone({ ...chat, participants });
}

/**
 * The participant after leaving. The connections stay until they are closed, because the participant is notified over them.
 * `silentSince` is from when the auto-disconnect of those who stay counts at the earliest.
 */
function departed(
  chat: Chat,
  { idleAt, goneSince: _, earlierMessages: __, ...participant }: Participant,
  now: Instant,
): Participant {
  const role = timerRoleOf(participant);
  const isIdleAwaited = role !== undefined && chat.active?.[role].IDLE !== undefined && idleAt === undefined;
  const silentSince = isIdleAwaited ? Math.max(now, participant.silentSince) : (idleAt ?? participant.silentSince);
  return { ...participant, silentSince, leftAt: now };
}

function withTimersStoppedIfAlone(chat: Chat): Chat {
  if (timed(chat, 'CUSTOMER').length > 0 && timed(chat, 'AGENT').length > 0) return chat;
  const { active: _, ...stopped } = chat;
  return stopped;
}

/** The chat after everybody has left because it ended. One that runs in a backend is to be ended there, too. */
export function ended({ chat, events }: ChatWithEvents, cause: ChatEndCause, now: Instant): ChatWithEvents {
  const connected = chat.participants.filter(isConnected);
  const participantIds = connected.map(({ participantId }) => participantId);
  const empty = without(chat, participantIds, now);
  const event = { type: 'ChatEnded', ...ofChat(chat), ...agentsOf(connected), cause } as const;
  const owing = empty.followed && { followed: { ...empty.followed, owesEnd: true as const } };
  return changed({ ...empty, ...owing, ended: { at: now, cause } }, ...events, event);
}
