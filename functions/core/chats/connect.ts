import type { ParticipantClaims, Tokens } from '../access/tokens.ts';
import type { Instant } from '../instant.ts';
import type { Clock, Sockets } from '../ports.ts';
import { tokenValidity } from '../retention.ts';
import { type Chat, type ChatKey, findParticipant } from './chat.ts';
import type { ChatSettings } from './chat-settings.ts';
import { type ConnectionRefusal, closeConnections, expectConnection, idsOf, openConnection } from './connections.ts';
import type { ChangeChat, ChatOutcome } from './decision.ts';

interface Ports {
  readonly changeChat: ChangeChat;
  readonly settingsOf: (instanceId: string) => Promise<ChatSettings>;
  readonly sockets: Sockets;
  readonly tokens: Pick<Tokens, 'issue'>;
  /** Where clients open WebSockets: `wss://…`, without a query string. */
  readonly socketUrl: () => string;
  readonly clock: Clock;
}

/** What a participant wants to connect with. */
export interface WantedConnection {
  readonly websocket: boolean;
  readonly credentials: boolean;
}

export type ConnectionOutcome =
  | {
      readonly type: 'present';
      /** The address of a WebSocket, with its token. */
      readonly websocket?: { readonly url: string; readonly expiresAt: Instant };
      /** The token for messages and events. */
      readonly credentials?: { readonly token: string; readonly expiresAt: Instant };
    }
  | { readonly type: ConnectionRefusal };

/** Issues what a participant connects with. From now on the chat expects the WebSocket, if one is wanted. */
export function makeRequestConnection({ changeChat, settingsOf, tokens, socketUrl, clock }: Omit<Ports, 'sockets'>) {
  return async (claims: ParticipantClaims, wanted: WantedConnection): Promise<ConnectionOutcome> => {
    const { instanceId, contactId, participantId } = claims;
    const expected = { participantId, bySocket: wanted.websocket, ...goneSetting(await settingsOf(instanceId)) };
    const outcome = await changeChat({ instanceId, contactId }, (chat, now) => expectConnection(chat, expected, now));
    if (outcome.type !== 'done') return outcome;
    const now = clock.now();
    const issue = async (kind: 'socket' | 'connection') => {
      const expiresAt = now + tokenValidity[kind];
      return { token: await tokens.issue({ ...claims, kind, expiresAt }), expiresAt };
    };
    const socket = wanted.websocket ? await issue('socket') : undefined;
    const credentials = wanted.credentials ? await issue('connection') : undefined;
    return {
      type: 'present',
      ...(socket && { websocket: { url: `${socketUrl()}?token=${socket.token}`, expiresAt: socket.expiresAt } }),
      ...(credentials && { credentials }),
    };
  };
}

/** A WebSocket of a participant. */
export interface ParticipantConnection extends ChatKey {
  readonly participantId: string;
  readonly connectionId: string;
}

/**
 * Connects a participant: from now on it is notified over this connection. An old one that is displaced is closed. The
 * welcome goes over the new connection itself and shows whether it is still there: its closing may have been handled before
 * its opening, and nothing else would ever reveal that.
 */
export function makeConnectParticipant({
  changeChat,
  settingsOf,
  sockets,
}: Pick<Ports, 'changeChat' | 'settingsOf' | 'sockets'>) {
  return async (
    { instanceId, contactId, participantId, connectionId }: ParticipantConnection,
    welcome: string,
  ): Promise<ChatOutcome<ConnectionRefusal>> => {
    const key = { instanceId, contactId };
    const connectionIdsIn = (chat: Chat | undefined) => {
      const participant = chat && findParticipant(chat, participantId);
      return participant ? idsOf(participant) : [];
    };
    const opened = { participantId, connectionId, ...goneSetting(await settingsOf(instanceId)) };
    let before: readonly string[] = [];
    const outcome = await changeChat(key, (chat, now) => {
      before = connectionIdsIn(chat);
      return openConnection(chat, opened, now);
    });
    if (outcome.type !== 'done') return outcome;
    const after = connectionIdsIn(outcome.chat);
    const displaced = before.filter((id) => !after.includes(id));
    if (displaced.length > 0) await sockets.close(displaced);
    const gone = await sockets.send([connectionId], [welcome]);
    if (gone.length > 0) await changeChat(key, (chat, now) => closeConnections(chat, gone, now));
    return outcome;
  };
}

const goneSetting = ({ customerGoneMinutes }: ChatSettings): { readonly goneMinutes?: number } =>
  customerGoneMinutes === 'off' ? {} : { goneMinutes: customerGoneMinutes };
