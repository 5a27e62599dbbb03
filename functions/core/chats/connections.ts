import type { Instant } from '../instant.ts';
import { changed, type Decided, done, refused } from './change.ts';
import {
  type Absence,
  type Chat,
  connectionLasts,
  findPresent,
  isConnected,
  type Participant,
  withParticipant,
} from './chat.ts';

/** More WebSockets than one participant needs (tabs, reconnects). The oldest gives way. */
const maximumConnections = 5;

/** How long a customer may be gone before the chat ends, as the instance has it at this moment; absent: for ever. */
interface GoneSetting {
  readonly goneMinutes?: number;
}

interface Expected extends GoneSetting {
  readonly participantId: string;
  /** Whether a WebSocket is to be opened; if not, words travel without. */
  readonly bySocket: boolean;
}

/**
 * A participant is about to connect. A customer who then does not open the WebSocket is gone like one whose last has
 * closed: the page was closed before it was ready.
 */
export function expectConnection(
  chat: Chat | undefined,
  { participantId, bySocket, goneMinutes }: Expected,
  now: Instant,
): Decided<Absence> {
  const found = findPresent(chat, participantId);
  if (found.type !== 'present') return refused(chat, found.type);
  const { participant } = found;
  const isAwaited = participant.connections.length > 0 || participant.goneSince !== undefined;
  if (participant.role !== 'CUSTOMER' || !bySocket || isAwaited) return done(changed(found.chat));
  const expected = withParticipant(found.chat, { ...participant, goneSince: now });
  return done(changed(withGoneMinutes(expected, goneMinutes)));
}

export interface Opened extends GoneSetting {
  readonly participantId: string;
  readonly connectionId: string;
}

/** A WebSocket of a participant has opened. */
export function openConnection(
  chat: Chat | undefined,
  { participantId, connectionId, goneMinutes }: Opened,
  now: Instant,
): Decided<Absence> {
  const found = findPresent(chat, participantId);
  if (found.type !== 'present') return refused(chat, found.type);
  const { goneSince: _, ...present } = found.participant;
  if (present.connections.some((connection) => connection.connectionId === connectionId)) {
    return done(changed(found.chat));
  }
  const connections = [...present.connections, { connectionId, openedAt: now }].slice(-maximumConnections);
  const opened = withParticipant(found.chat, { ...present, connections });
  return done(changed(present.role === 'CUSTOMER' ? withGoneMinutes(opened, goneMinutes) : opened));
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
  const losers = chat.participants.filter((participant) => idsOf(participant).some((id) => connectionIds.includes(id)));
  if (chat.ended || losers.length === 0) return done(changed(chat));
  return done(changed(losers.map((loser) => closed(loser, connectionIds, now)).reduce(withParticipant, chat)));
}

function closed(participant: Participant, connectionIds: readonly string[], now: Instant): Participant {
  const connections = participant.connections.filter(
    ({ connectionId, openedAt }) => !connectionIds.includes(connectionId) && openedAt + connectionLasts > now,
  );
  const isGone = connections.length === 0 && isConnected(participant);
  return { ...participant, connections, ...(isGone && { goneSince: now }) };
}

/** The ids of a participant's connections. */
export const idsOf = ({ connections }: Participant): readonly string[] =>
  connections.map(({ connectionId }) => connectionId);

export const connectionsOf = (participants: readonly Participant[]): readonly string[] => participants.flatMap(idsOf);
