import { parseSetChatTimeouts, renderSetChatTimeouts } from '#dialects/connect-flow/set-chat-timeouts.ts';
import { chats } from '#runtime/compose/chats.ts';
import { flow } from '#runtime/flow.ts';

/** A contact flow sets the timers of its chat. */
export const handler = flow(
  async (event) => {
    const wanted = parseSetChatTimeouts(event);
    if (wanted.type !== 'timeouts') return renderSetChatTimeouts(wanted);
    return renderSetChatTimeouts(await chats.configureTimers(wanted.key, wanted.changes));
  },
  renderSetChatTimeouts({ type: 'failed' }),
);
