import type { Instant } from '../instant.ts';
import { changed, type Decided, done, ofChat, ofParticipant, refused } from './change.ts';
import {
  type Chat,
  type ChatKey,
  findParticipant,
  isConnected,
  type Participant,
  type ParticipantRole,
  timerRoleOf,
  type WaitBlock,
} from './chat.ts';
import { ended, without } from './departure.ts';
import type { Language } from './notices.ts';
import { noTimers } from './role-config.ts';

export interface NewParticipant {
  readonly participantId: string;
  readonly displayName: string;
  readonly agentId?: string;
}

export interface ChatSettings {
  readonly language?: Language;
  readonly disconnectFlow?: string;
  readonly waitBlock?: WaitBlock;
}

/** More than any chat needs, few enough for the chat's item to stay small. */
export const maximumParticipants = 20;

/** Said again, with the customer of the same id: the caller has not heard the first answer. */
const isStartedBy = ({ participants }: Chat, { participantId }: NewParticipant) =>
  participants.some((participant) => participant.role === 'CUSTOMER' && participant.participantId === participantId);

/** A chat begins with its customer; saying so twice changes nothing. No timer runs before somebody joins. */
export function startChat(
  chat: Chat | undefined,
  key: ChatKey,
  { customer, ...settings }: ChatSettings & { readonly customer: NewParticipant },
  now: Instant,
): Decided<'alreadyStarted'> {
  if (chat) return isStartedBy(chat, customer) ? done(changed(chat)) : refused(chat, 'alreadyStarted');
  const participant = entering({ ...customer, role: 'CUSTOMER' }, now);
  const started: Chat = { ...key, ...settings, startedAt: now, participants: [participant], stored: noTimers };
  return done(
    changed(
      started,
      { type: 'ChatStarted', ...ofChat(key) },
      { type: 'ParticipantJoined', ...ofParticipant(key, participant) },
    ),
  );
}

/** Somebody but the customer joins. */
export type Joining = NewParticipant & { readonly role: Exclude<ParticipantRole, 'CUSTOMER'> };

/**
 * An agent or custom participant who joins takes over the stored configuration, and silence counts from now on both
 * sides; who is idle stays idle. Joining twice under one id changes nothing; who comes back does so under a new one.
 */
export function join(
  chat: Chat | undefined,
  joining: Joining,
  now: Instant,
): Decided<'unknownChat' | 'ended' | 'left' | 'idTaken' | 'tooManyParticipants'> {
  if (!chat) return refused(chat, 'unknownChat');
  if (chat.ended) return refused(chat, 'ended');
  const standing = findParticipant(chat, joining.participantId);
  if (standing && standing.role !== joining.role) return refused(chat, 'idTaken');
  if (standing) return isConnected(standing) ? done(changed(chat)) : refused(chat, 'left');
  if (chat.participants.length >= maximumParticipants) return refused(chat, 'tooManyParticipants');
  const participant = entering(joining, now);
  const joined = { ...chat, participants: [...chat.participants, participant] };
  const started = timerRoleOf(participant) === 'AGENT' ? restarted(joined, now) : joined;
  return done(changed(started, { type: 'ParticipantJoined', ...ofParticipant(chat, participant) }));
}

const entering = (joining: NewParticipant & { readonly role: ParticipantRole }, now: Instant): Participant => ({
  ...joining,
  joinedAt: now,
  silentSince: now,
  connections: [],
});

/** Silence counts from now, by the configuration as it is stored now. */
const restarted = (chat: Chat, now: Instant): Chat => ({
  ...chat,
  active: chat.stored,
  participants: chat.participants.map((participant) =>
    !isConnected(participant) || timerRoleOf(participant) === undefined
      ? participant
      : { ...participant, silentSince: now, ...(participant.idleAt !== undefined && { idleAt: now }) },
  ),
});

/** A participant leaves; saying so twice changes nothing. The customer leaving ends the chat. */
export function leave(
  chat: Chat | undefined,
  participantId: string,
  now: Instant,
): Decided<'unknownChat' | 'unknownParticipant'> {
  if (!chat) return refused(chat, 'unknownChat');
  const participant = findParticipant(chat, participantId);
  if (!participant) return refused(chat, 'unknownParticipant');
  if (!isConnected(participant)) return done(changed(chat));
  const left = { type: 'ParticipantLeft', ...ofParticipant(chat, participant) } as const;
  const change = changed(without(chat, [participantId], now), left);
  return done(participant.role === 'CUSTOMER' ? ended(change, 'customerLeft', now) : change);
}

/** Ends the chat for everybody; saying so twice changes nothing. */
export function endChat(chat: Chat | undefined, now: Instant): Decided<'unknownChat'> {
  if (!chat) return refused(chat, 'unknownChat');
  return done(chat.ended ? changed(chat) : ended(changed(chat), 'ended', now));
}
