import type { Recorded } from '../commit.ts';
import type { Report } from '../ports.ts';
import { type Chat, type ChatKey, isConcerned, isConnected, type Participant } from './chat.ts';
import { idsOf } from './connections.ts';
import type { ChatEvent } from './events.ts';
import type { Sockets } from './ports.ts';

interface Ports {
  readonly sockets: Sockets;
  /** Notes that connections are gone. */
  readonly forget: (key: ChatKey, connectionIds: readonly string[]) => Promise<unknown>;
  readonly report: Report;
}

/** What an event is in the frames of the clients; what they are not told has none. */
export type FramesOf = (event: Recorded<ChatEvent>, chat: Chat) => Promise<readonly string[]>;

export type Tell = ReturnType<typeof makeTell>;

/** Sends frames to participants, one after the other, over all their connections; those that are gone are forgotten. */
export function makeTell({ sockets, forget, report }: Ports) {
  return async (key: ChatKey, participants: readonly Participant[], frames: readonly string[]): Promise<void> => {
    const connections = connectionsOf(participants);
    if (connections.length === 0 || frames.length === 0) return;
    const gone = await sockets.send(connections, frames);
    if (gone.length === 0) return;
    try {
      await forget(key, gone);
    } catch (error) {
      report('A connection that is gone could not be forgotten; the next frame to it will try again', error);
    }
  };
}

/**
 * Tells the events of a chat to those whom they concern, who has left by them included; then closes the connections of
 * those who have left. Told again after a crash, an event has the id it had, and a closed connection stays closed.
 */
export function makeTellEvents({
  tell,
  sockets,
  framesOf,
}: {
  readonly tell: Tell;
  readonly sockets: Sockets;
  readonly framesOf: FramesOf;
}) {
  return async (events: readonly Recorded<ChatEvent>[], chat: Chat): Promise<void> => {
    if (connectionsOf(chat.participants).length === 0) return;
    for (const event of events) {
      const concerned = chat.participants.filter((participant) => isConcerned(participant, event.at));
      await tell(chat, concerned, await framesOf(event, chat));
    }
    const left = connectionsOf(chat.participants.filter((participant) => !isConnected(participant)));
    if (left.length > 0) await sockets.close(left);
  };
}

const connectionsOf = (participants: readonly Participant[]) => participants.flatMap(idsOf);
