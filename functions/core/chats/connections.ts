import type { Instant } from '../instant.ts';
import { changed, type Decided, done, refused } from './change.ts';
import { type Chat, findParticipant, isConnected, type Participant, withParticipant } from './chat.ts';

/** More WebSockets than one participant needs (tabs, reconnects). The oldest gives way. */
const maximumConnections = 5;

export interface Opened {
  readonly participantId: string;
  readonly connectionId: string;
  /** How long a customer may be gone before the chat ends, as the instance has it at this moment; absent: for ever. */
  readonly goneMinutes?: number;
}

/** A WebSocket of a participant has opened. */
export function openConnection(
  chat: Chat | undefined,
  { participantId, connectionId, goneMinutes }: Opened,
): Decided<'unknownChat' | 'ended' | 'left'> {
  if (!chat) return refused(chat, 'unknownChat');
  if (chat.ended) return refused(chat, 'ended');
  const participant = findParticipant(chat, participantId);
  if (!participant || !isConnected(participant)) return refused(chat, 'left');
  if (participant.connections.includes(connectionId)) return done(changed(chat));
  const { goneSince: _, ...present } = participant;
  const connections = [...participant.connections, connectionId].slice(-maximumConnections);
  const opened = withParticipant(chat, { ...present, connections });
  return done(changed(participant.role === 'CUSTOMER' ? withGoneMinutes(opened, goneMinutes) : opened));
}

function withGoneMinutes({ goneMinutes: _, ...chat }: Chat, goneMinutes: number | undefined): Chat {
  return goneMinutes === undefined ? chat : { ...chat, goneMinutes };
}

/**
 * WebSockets have closed, or turned out to be gone. In a chat that has ended nothing is noted any more: it is about to
 * be forgotten altogether.
 */
export function closeConnections(
  chat: Chat | undefined,
  connectionIds: readonly string[],
  now: Instant,
): Decided<'unknownChat'> {
  if (!chat) return refused(chat, 'unknownChat');
  const losers = chat.participants.filter(({ connections }) => connections.some((id) => connectionIds.includes(id)));
  if (chat.ended || losers.length === 0) return done(changed(chat));
  return done(changed(losers.map((loser) => closed(loser, connectionIds, now)).reduce(withParticipant, chat)));
}

function closed(participant: Participant, connectionIds: readonly string[], now: Instant): Participant {
  const connections = participant.connections.filter((id) => !connectionIds.includes(id));
  const isGone = connections.length === 0 && isConnected(participant);
  return { ...participant, connections, ...(isGone && { goneSince: now }) };
}
