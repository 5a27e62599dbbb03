import { join } from '#core/chats/participation.ts';
import { parseJoinChat, renderJoined } from '#dialects/native/participants.ts';
import { native } from '#dialects/native/problem.ts';
import { commitChat } from '#runtime/compose/commit-chat.ts';
import { ids } from '#runtime/compose/ids.ts';
import { passes } from '#runtime/compose/passes.ts';
import { http } from '#runtime/http.ts';

/** `POST /v1/chats/{contactId}/participants` */
export const handler = http(native, async (request) => {
  const [key, joining] = parseJoinChat(request, ids.next());
  const outcome = await commitChat(key, (chat, now) => join(chat, joining, now), 'caller');
  const { participantId } = joining;
  return renderJoined(outcome, participantId, await passes.issue({ kind: 'participant', ...key, participantId }));
});
