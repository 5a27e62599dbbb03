import {
  chatTopic,
  heartbeat,
  notSubscribed,
  pong,
  readFrame,
  subscribed,
} from '#dialects/connect-participant/frames.ts';
import type { Bearer } from '../credentials.ts';
import type { SocketWork } from '../socket.ts';
import { connect, disconnect } from './connections.ts';

/** The WebSocket of a participant: told of the chat from the moment the client subscribes. */
export const participantSocket: SocketWork<Bearer> = {
  async received({ bearer, connectionId }, text) {
    const frame = readFrame(text);
    switch (frame.type) {
      case 'subscribe': {
        if (!frame.topics.includes(chatTopic)) return notSubscribed(frame.topics);
        // Other topics are not here, and are not said to be.
        const outcome = await connect({ ...bearer, connectionId }, subscribed([chatTopic]));
        return outcome.type === 'done' ? undefined : notSubscribed(frame.topics);
      }
      case 'ping':
        return pong;
      case 'heartbeat':
        return heartbeat;
      case 'unknown':
        return undefined;
    }
  },
  closed: ({ bearer, connectionId }) => disconnect({ ...bearer, connectionId }),
};
