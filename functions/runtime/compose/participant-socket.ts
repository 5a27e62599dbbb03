import { chatTopic, subscribed } from '#dialects/connect-participant/frames.ts';
import type { Bearer } from '../credentials.ts';
import { topicSocket } from '../topic-socket.ts';
import { connect, disconnect } from './connections.ts';

/** The WebSocket of a participant. */
export const participantSocket = topicSocket<Bearer>({
  topic: chatTopic,
  async subscribe({ bearer, connectionId }) {
    const { type } = await connect({ ...bearer, connectionId }, subscribed([chatTopic]));
    return type === 'done';
  },
  closed: ({ bearer, connectionId }) => disconnect({ ...bearer, connectionId }),
});
