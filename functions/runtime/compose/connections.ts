import type { ChatKey } from '#core/chats/chat.ts';
import { closeConnections, openConnection } from '#core/chats/connections.ts';
import { commitChat } from './commit-chat.ts';
import { settingsOf } from './instance-settings.ts';

interface Connection extends ChatKey {
  readonly participantId: string;
  readonly connectionId: string;
}

/** From now on a participant is told over this connection. */
export async function connect({ participantId, connectionId, ...key }: Connection) {
  const { customerGoneMinutes } = await settingsOf(key.instanceId);
  const setting = customerGoneMinutes !== 'off' && { goneMinutes: customerGoneMinutes };
  return commitChat(key, (chat) => openConnection(chat, { participantId, connectionId, ...setting }), 'caller');
}

export const disconnect = ({ connectionId, ...key }: Connection) =>
  commitChat(key, (chat, now) => closeConnections(chat, [connectionId], now), 'caller');
