import type { ChatKey } from '#core/chats/chat.ts';
import { makeConnect } from '#core/chats/connect.ts';
import { closeConnections, expectConnection } from '#core/chats/connections.ts';
import { commitChat } from './commit-chat.ts';
import { settingsOf } from './instance-settings.ts';
import { sockets } from './sockets.ts';

interface OfParticipant extends ChatKey {
  readonly participantId: string;
}

interface OfConnection extends OfParticipant {
  readonly connectionId: string;
}

const connectOver = makeConnect({ commitChat, sockets });

/** From now on a participant is told over this connection, first of all a welcome. */
export const connect = async ({ participantId, connectionId, ...key }: OfConnection, welcome: string) =>
  connectOver(key, { participantId, connectionId, ...(await goneSettingOf(key)) }, welcome);

/** A participant is about to connect, by a WebSocket or without. */
export async function expect({ participantId, ...key }: OfParticipant, bySocket: boolean) {
  const setting = await goneSettingOf(key);
  return commitChat(key, (chat, now) => expectConnection(chat, { participantId, bySocket, ...setting }, now), 'caller');
}

export const disconnect = ({ connectionId, ...key }: OfConnection) =>
  commitChat(key, (chat, now) => closeConnections(chat, [connectionId], now), 'caller');

async function goneSettingOf({ instanceId }: ChatKey): Promise<{ readonly goneMinutes?: number }> {
  const { customerGoneMinutes } = await settingsOf(instanceId);
  return customerGoneMinutes === 'off' ? {} : { goneMinutes: customerGoneMinutes };
}
