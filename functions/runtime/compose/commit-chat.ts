import type { Chat, ChatKey } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import { makeCommit } from '#core/commit.ts';
import { report } from '../observe.ts';
import { alarmClock } from './alarm-clock.ts';
import { chats } from './chats.ts';
import { clock } from './clock.ts';
import { publisher } from './publisher.ts';

export const commitChat = makeCommit<ChatKey, Chat, ChatEvent>({
  store: chats,
  publisher,
  alarms: alarmClock,
  clock,
  report,
  target: ({ instanceId, contactId }) => ({ kind: 'chat', instanceId, contactId }),
});
