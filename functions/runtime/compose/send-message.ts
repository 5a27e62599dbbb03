import { makeMessageIds } from '#adapters/message-ids.ts';
import { makeSendMessage } from '#core/chats/send-message.ts';
import { frameOf } from '#dialects/connect-participant/frames.ts';
import { itemOfMessage } from '#dialects/connect-participant/items.ts';
import { clock } from './clock.ts';
import { tell } from './commit-chat.ts';
import { recordActivity } from './record-activity.ts';
import { transcript } from './transcript.ts';

export const sendMessage = makeSendMessage({
  recordActivity,
  transcript,
  tell,
  frameOf: (key, message) => frameOf(itemOfMessage(key, message)),
  clock,
  messageIds: makeMessageIds(),
});
