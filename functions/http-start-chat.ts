import { startChat } from '#core/chats/participation.ts';
import { parseStartChat } from '#dialects/native/chats.ts';
import { renderJoined } from '#dialects/native/participants.ts';
import { native } from '#dialects/native/problem.ts';
import { commitChat } from '#runtime/compose/commit-chat.ts';
import { ids } from '#runtime/compose/ids.ts';
import { passes } from '#runtime/compose/passes.ts';
import { http } from '#runtime/http.ts';

/** `PUT /v1/chats/{contactId}` */
export const handler = http(native, async (request) => {
  const [key, command] = parseStartChat(request, ids.next());
  const outcome = await commitChat(key, (chat, now) => startChat(chat, key, command, now), 'creator');
  const { participantId } = command.customer;
  return renderJoined(outcome, participantId, await passes.issue({ kind: 'participant', ...key, participantId }));
});
