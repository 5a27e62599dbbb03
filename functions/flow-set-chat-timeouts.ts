import { configureTimers } from '#core/chats/configure-timers.ts';
import { parseSetChatTimeouts, renderSetChatTimeouts } from '#dialects/connect-flow/set-chat-timeouts.ts';
import { commitChat } from '#runtime/compose/commit-chat.ts';
import { flow } from '#runtime/flow.ts';

/** A contact flow sets the timers of its chat. */
export const handler = flow(
  async (event) => {
    const wanted = parseSetChatTimeouts(event);
    if (wanted.type !== 'timeouts') return renderSetChatTimeouts(wanted);
    const { key, changes } = wanted;
    return renderSetChatTimeouts(await commitChat(key, (chat) => configureTimers(chat, changes), 'caller'));
  },
  renderSetChatTimeouts({ type: 'failed' }),
);
