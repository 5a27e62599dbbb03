import type { Recorded } from '../commit.ts';
import type { Sockets } from '../ports.ts';
import type { Tell } from '../tell.ts';
import { type Chat, type ChatKey, isConcerned, isConnected } from './chat.ts';
import { connectionsOf } from './connections.ts';
import type { ChatEvent } from './events.ts';

/** What an event is in the frames of the clients; what they are not told has none. */
export type FramesOf = (event: Recorded<ChatEvent>, chat: Chat) => Promise<readonly string[]>;

/**
 * Tells the events of a chat to those whom they concern, who has left by them included; then closes the connections of
 * those who have left. Told again after a crash, an event has the id it had, and a closed connection stays closed.
 */
export function makeTellEvents({
  tell,
  sockets,
  framesOf,
}: {
  readonly tell: Tell<ChatKey>;
  readonly sockets: Sockets;
  readonly framesOf: FramesOf;
}) {
  return async (events: readonly Recorded<ChatEvent>[], chat: Chat): Promise<void> => {
    if (connectionsOf(chat.participants).length === 0) return;
    for (const event of events) {
      const concerned = chat.participants.filter((participant) => isConcerned(participant, event.at));
      await tell(chat, connectionsOf(concerned), await framesOf(event, chat));
    }
    const left = connectionsOf(chat.participants.filter((participant) => !isConnected(participant)));
    if (left.length > 0) await sockets.close(left);
  };
}
