import type { Instant } from '../instant.ts';
import { changed, type Decided, done, refused } from './change.ts';
import { type Chat, findParticipant, isConnected, withParticipant } from './chat.ts';

/** More WebSockets than one participant needs (tabs, reconnects). The oldest gives way. */
const maximumConnections = 5;

/** A WebSocket of a participant has opened. */
export function openConnection(
  chat: Chat | undefined,
  { participantId, connectionId }: { readonly participantId: string; readonly connectionId: string },
): Decided<'unknownChat' | 'ended' | 'left'> {
  if (!chat) return refused(chat, 'unknownChat');
  if (chat.ended) return refused(chat, 'ended');
  const participant = findParticipant(chat, participantId);
  if (!participant || !isConnected(participant)) return refused(chat, 'left');
  if (participant.connections.includes(connectionId)) return done(changed(chat));
  const { goneSince: _, ...present } = participant;
  const connections = [...participant.connections, connectionId].slice(-maximumConnections);
  return done(changed(withParticipant(chat, { ...present, connections })));
}

/** A WebSocket has closed, or turned out to be gone. */
export function closeConnection(chat: Chat | undefined, connectionId: string, now: Instant): Decided<'unknownChat'> {
  if (!chat) return refused(chat, 'unknownChat');
  const participant = chat.participants.find(({ connections }) => connections.includes(connectionId));
  if (!participant) return done(changed(chat));
  const connections = participant.connections.filter((id) => id !== connectionId);
  const goneSince = connections.length === 0 && { goneSince: now };
  return done(changed(withParticipant(chat, { ...participant, connections, ...goneSince })));
}
