import { leave } from '#core/chats/participation.ts';
import { parseLeaveChat, renderLeaveChat } from '#dialects/native/participants.ts';
import { native } from '#dialects/native/problem.ts';
import { commitChat } from '#runtime/compose/commit-chat.ts';
import { http } from '#runtime/http.ts';

/** `DELETE /v1/chats/{contactId}/participants/{participantId}` */
export const handler = http(native, async (request) => {
  const [key, participantId] = parseLeaveChat(request);
  return renderLeaveChat(await commitChat(key, (chat, now) => leave(chat, participantId, now), 'caller'));
});
