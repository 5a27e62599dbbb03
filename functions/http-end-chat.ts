import { endChat } from '#core/chats/participation.ts';
import { parseEndChat, renderEndChat } from '#dialects/native/chats.ts';
import { native } from '#dialects/native/problem.ts';
import { commitChat } from '#runtime/compose/commit-chat.ts';
import { http } from '#runtime/http.ts';

/** `DELETE /v1/chats/{contactId}` */
export const handler = http(native, async (request) =>
  renderEndChat(await commitChat(parseEndChat(request), endChat, 'caller')),
);
