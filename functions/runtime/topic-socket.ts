import { heartbeat, notSubscribed, pong, readFrame } from '#dialects/connect-participant/frames.ts';
import type { Peer, SocketWork } from './socket.ts';

interface Topic<Who> {
  readonly topic: string;
  /** From now on the peer is told, first of all a welcome. @returns whether there is anything to tell it of. */
  readonly subscribe: (peer: Peer<Who>) => Promise<boolean>;
  readonly closed: (peer: Peer<Who>) => Promise<unknown>;
}

/** WebSockets whose clients are told of one topic, from the moment they subscribe to it. */
export const topicSocket = <Who>({ topic, subscribe, closed }: Topic<Who>): SocketWork<Who> => ({
  async received(peer, text) {
    const frame = readFrame(text);
    switch (frame.type) {
      case 'subscribe': {
        // Other topics are not here, and are not said to be.
        const isSubscribed = frame.topics.includes(topic) && (await subscribe(peer));
        return isSubscribed ? undefined : notSubscribed(frame.topics);
      }
      case 'ping':
        return pong;
      case 'heartbeat':
        return heartbeat;
      case 'unknown':
        return undefined;
    }
  },
  closed,
});
