import { findPresent } from '#core/chats/chat.ts';
import { parseConnection, renderConnection } from '#dialects/connect-participant/connection.ts';
import { connectParticipant } from '#dialects/connect-participant/problem.ts';
import { chats } from '#runtime/compose/chats.ts';
import { issueConnection } from '#runtime/compose/issue-connection.ts';
import { participantHttp } from '#runtime/participant-http.ts';

/** `POST /participant/connection`: CreateParticipantConnection of Amazon Connect. */
export const handler = participantHttp(connectParticipant, 'participant', async (request) => {
  const wanted = parseConnection(request);
  const stored = await chats.load(request.pass);
  const found = findPresent(stored?.state, request.pass.participantId);
  if (found.type !== 'present') return renderConnection(found);
  return renderConnection({ type: 'present', ...(await issueConnection(request.pass, wanted)) });
});
