import { leave } from '#core/chats/participation.ts';
import { parseDisconnect, renderDisconnect } from '#dialects/connect-participant/disconnect.ts';
import { connectParticipant } from '#dialects/connect-participant/problem.ts';
import { commitChat } from '#runtime/compose/commit-chat.ts';
import { participantHttp } from '#runtime/participant-http.ts';

/** `POST /participant/disconnect`: DisconnectParticipant of Amazon Connect; the customer leaving ends the chat. */
export const handler = participantHttp(connectParticipant, 'connection', async (request) => {
  parseDisconnect(request);
  const { participantId, ...key } = request.pass;
  return renderDisconnect(await commitChat(key, (chat, now) => leave(chat, participantId, now), 'caller'));
});
