import { chats } from '#runtime/compose/chats.ts';
import { queue } from '#runtime/queue.ts';
import { parseChatNotification } from './backends/amazon-connect/chat-notification.ts';

/** What is streamed of chats that run in Amazon Connect, so that Lastcall's timers run for them. */
export const handler = queue({
  parse: parseChatNotification,
  work: async ({ news }) => {
    if (news) await chats.followChat(news);
  },
  idsOf: ({ news, ...ids }) => ({ ...ids, ...(news && { news: news.type }) }),
  width: 5,
});
