import type { Commit } from '../commit.ts';
import type { Sockets } from '../ports.ts';
import type { ChatOutcome } from './change.ts';
import { type Absence, type Chat, type ChatKey, findParticipant } from './chat.ts';
import { closeConnections, idsOf, type Opened, openConnection } from './connections.ts';
import type { ChatEvent } from './events.ts';

interface Ports {
  readonly commitChat: Commit<ChatKey, Chat, ChatEvent>;
  readonly sockets: Sockets;
}

/**
 * From now on a participant is told over a connection; an older one that it displaces is closed. The client learns of it
 * by a frame over the connection itself, which shows whether the connection is still there: its closing may have been
 * handled before its opening, and then nobody would ever notice.
 */
export function makeConnect({ commitChat, sockets }: Ports) {
  return async (key: ChatKey, opened: Opened, welcome: string): Promise<ChatOutcome<Absence>> => {
    const connectionsOf = (chat: Chat | undefined) => {
      const participant = chat && findParticipant(chat, opened.participantId);
      return participant ? idsOf(participant) : [];
    };
    let before: readonly string[] = [];
    const outcome = await commitChat(
      key,
      (chat, now) => {
        before = connectionsOf(chat);
        return openConnection(chat, opened, now);
      },
      'caller',
    );
    if (outcome.type !== 'done') return outcome;
    const standing = connectionsOf(outcome.chat);
    const displaced = before.filter((id) => !standing.includes(id));
    if (displaced.length > 0) await sockets.close(displaced);
    const gone = await sockets.send([opened.connectionId], [welcome]);
    if (gone.length > 0) await commitChat(key, (chat, now) => closeConnections(chat, gone, now), 'caller');
    return outcome;
  };
}
