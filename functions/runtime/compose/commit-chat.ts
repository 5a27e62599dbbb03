import type { Chat, ChatKey } from '#core/chats/chat.ts';
import { closeConnections } from '#core/chats/connections.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import { makeTellEvents } from '#core/chats/tell-participants.ts';
import { type Commit, makeCommit } from '#core/commit.ts';
import { makeTell } from '#core/tell.ts';
import { frameOf } from '#dialects/connect-participant/frames.ts';
import { itemsOfEvent } from '#dialects/connect-participant/items.ts';
import { report } from '../observe.ts';
import { alarmClock } from './alarm-clock.ts';
import { chats } from './chats.ts';
import { clock } from './clock.ts';
import { textsOf } from './notice-texts.ts';
import { alsoTelling } from './publisher.ts';
import { sockets } from './sockets.ts';

/** Sends frames to participants. */
export const tell = makeTell<ChatKey>({
  sockets,
  forget: (key, connectionIds) => commitChat(key, (chat, now) => closeConnections(chat, connectionIds, now), 'caller'),
  report,
});

const tellEvents = makeTellEvents({
  tell,
  sockets,
  framesOf: async (event, chat) => itemsOfEvent(chat, event, await textsOf(chat)).map(frameOf),
});

/** What happens in a chat goes to the bus and to the WebSockets of its participants. */
export const commitChat: Commit<ChatKey, Chat, ChatEvent> = makeCommit<ChatKey, Chat, ChatEvent>({
  store: chats,
  publisher: alsoTelling(tellEvents),
  alarms: alarmClock,
  clock,
  report,
  target: ({ instanceId, contactId }) => ({ kind: 'chat', instanceId, contactId }),
});
