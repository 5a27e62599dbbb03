import { parseGetChat, renderFoundChat } from '#dialects/native/chats.ts';
import { native } from '#dialects/native/problem.ts';
import { chats } from '#runtime/compose/chats.ts';
import { http } from '#runtime/http.ts';

/** `GET /v1/chats/{contactId}` */
export const handler = http(native, async (request) => {
  const stored = await chats.load(parseGetChat(request));
  return renderFoundChat(stored?.state);
});
