import { makeMessageIds } from '#adapters/message-ids.ts';
import { makeSendMessage } from '#core/chats/send-message.ts';
import { frameOf } from '#dialects/connect-participant/frames.ts';
import { itemOfMessage } from '#dialects/connect-participant/items.ts';
import { chats } from './chats.ts';
import { clock } from './clock.ts';
import { commitChat, tell } from './commit-chat.ts';
import { transcript } from './transcript.ts';

export const sendMessage = makeSendMessage({
  chats,
  commitChat,
  transcript,
  tell,
  frameOf: (key, message) => frameOf(itemOfMessage(key, message)),
  clock,
  messageIds: makeMessageIds(),
});
