import { configureTimers } from '#core/chats/configure-timers.ts';
import { parseConfigureTimers } from '#dialects/native/chat-timers.ts';
import { renderChat } from '#dialects/native/chats.ts';
import { native } from '#dialects/native/problem.ts';
import { commitChat } from '#runtime/compose/commit-chat.ts';
import { limited } from '#runtime/compose/limited.ts';
import { http } from '#runtime/http.ts';

/** `PUT /v1/chats/{contactId}/timers` */
export const handler = http(
  native,
  limited(async (request) => {
    const [key, changes] = parseConfigureTimers(request);
    return renderChat(await commitChat(key, (chat) => configureTimers(chat, changes), 'caller'));
  }),
);
