import { setChatTimeouts, setChatTimeoutsFailed } from '#dialects/connect-flow/set-chat-timeouts.ts';
import { chats } from '#runtime/compose/chats.ts';
import { flow } from '#runtime/flow.ts';

/** A contact flow sets the timers of its chat. */
export const handler = flow((event) => setChatTimeouts(chats, event), setChatTimeoutsFailed);
