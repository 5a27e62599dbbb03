import type { Recorded } from '../change.ts';
import { type Instant, minutes, seconds } from '../instant.ts';
import type { Sockets } from '../ports.ts';
import { type PushFrames, pushBatches } from '../push-frames.ts';
import {
  type Absence,
  type Chat,
  type ChatKey,
  connectionLasts,
  findPresent,
  isConcerned,
  isConnected,
  type Participant,
  withParticipant,
} from './chat.ts';
import { changed, type Decided, done, refused } from './decision.ts';
import type { ChatEvent } from './events.ts';

/** More WebSockets than a participant needs for tabs and reconnects. */
const maximumConnections = 10;

/**
 * Stock clients replace a WebSocket after 59 minutes by a second one. Only one that is about as old may be displaced: a
 * client whose WebSocket is closed opens the next one at once, so with one tab too many they would displace each other
 * for ever.
 */
const replacedAfter = minutes(58);

/** Whether one more WebSocket of a participant is refused. */
const isFull = ({ connections }: Participant, now: Instant) =>
  connections.filter(({ openedAt }) => openedAt + replacedAfter > now).length >= maximumConnections;

/** Why a participant gets no connection. */
export type ConnectionRefusal = Absence | 'tooManyConnections';

interface GoneSetting {
  /** How long a customer may be gone before the chat ends, as the instance's settings are now. @default - for ever */
  readonly goneMinutes?: number;
}

interface Expected extends GoneSetting {
  readonly participantId: string;
  /** Whether a WebSocket will be opened. Without one the client only sends requests. */
  readonly bySocket: boolean;
}

/** Requests closer together than this are one sign of life, so whoever asks all the time does not write all the time. */
const requestsApart = seconds(20);

/**
 * A participant has requested a connection. That is a sign of life of a customer, whatever is known of earlier WebSockets:
 * the chat goes on at least until the new one must have opened. A customer who then opens none is gone like one whose last
 * WebSocket has closed: the page was closed before it was ready.
 */
export function expectConnection(
  chat: Chat | undefined,
  { participantId, bySocket, goneMinutes }: Expected,
  now: Instant,
): Decided<ConnectionRefusal> {
  const found = findPresent(chat, participantId);
  if (found.type !== 'present') return refused(chat, found.type);
  const { participant } = found;
  if (bySocket && isFull(participant, now)) return refused(chat, 'tooManyConnections');
  const isRepeated = now - (participant.requestedAt ?? Number.NEGATIVE_INFINITY) < requestsApart;
  if (participant.role !== 'CUSTOMER' || !bySocket || isRepeated) return done(changed(found.chat));
  const isFirst = participant.connections.length === 0 && participant.goneSince === undefined;
  const expected = withParticipant(found.chat, {
    ...participant,
    requestedAt: now,
    ...(isFirst && { goneSince: now }),
  });
  return done(changed(withGoneMinutes(expected, goneMinutes)));
}

export interface Opened extends GoneSetting {
  readonly participantId: string;
  readonly connectionId: string;
}

/** A participant has opened a WebSocket. */
export function openConnection(
  chat: Chat | undefined,
  { participantId, connectionId, goneMinutes }: Opened,
  now: Instant,
): Decided<ConnectionRefusal> {
  const found = findPresent(chat, participantId);
  if (found.type !== 'present') return refused(chat, found.type);
  const { goneSince: _, ...present } = found.participant;
  if (present.connections.some((connection) => connection.connectionId === connectionId)) {
    return done(changed(found.chat));
  }
  if (isFull(found.participant, now)) return refused(chat, 'tooManyConnections');
  const connections = [...present.connections, { connectionId, openedAt: now }].slice(-maximumConnections);
  const opened = withParticipant(found.chat, { ...present, connections });
  return done(changed(present.role === 'CUSTOMER' ? withGoneMinutes(opened, goneMinutes) : opened));
}

function withGoneMinutes({ goneMinutes: _, ...chat }: Chat, goneMinutes: number | undefined): Chat {
  return goneMinutes === undefined ? chat : { ...chat, goneMinutes };
}

/** WebSockets have closed, or turned out to be gone. In a chat that has ended this changes nothing. */
export function closeConnections(
  chat: Chat | undefined,
  connectionIds: readonly string[],
  now: Instant,
): Decided<'unknownChat'> {
  if (!chat) return refused(chat, 'unknownChat');
  if (chat.ended) return done(changed(chat));
  const owners = chat.participants.filter((participant) => idsOf(participant).some((id) => connectionIds.includes(id)));
  return done(changed(owners.map((owner) => closed(owner, connectionIds, now)).reduce(withParticipant, chat)));
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

interface NotifyPorts {
  readonly pushFrames: PushFrames<ChatKey>;
  readonly sockets: Pick<Sockets, 'close'>;
  /** The frames in which clients get an event; none for an event that is not for them. */
  readonly framesOf: (event: Recorded<ChatEvent>, chat: Chat) => Promise<readonly string[]>;
}

/**
 * Notifies the participants of a chat of its events, including those who left with the event; then closes the connections of
 * those who have left. After a crash they are notified once more, of an event with the same id.
 */
export function makeNotifyParticipants({ pushFrames, sockets, framesOf }: NotifyPorts) {
  return async (events: readonly Recorded<ChatEvent>[], chat: Chat): Promise<void> => {
    if (connectionsOf(chat.participants).length === 0) return;
    const batches = await Promise.all(
      events.map(async (event) => {
        const concerned = chat.participants.filter((participant) => isConcerned(participant, event.at));
        return { connectionIds: connectionsOf(concerned), frames: await framesOf(event, chat) };
      }),
    );
    await pushBatches(pushFrames, chat, batches);
    const left = connectionsOf(chat.participants.filter((participant) => !isConnected(participant)));
    if (left.length > 0) await sockets.close(left);
  };
}
