import { parseConnection, renderConnection } from '#dialects/connect-participant/connection.ts';
import { connectParticipant } from '#dialects/connect-participant/problem.ts';
import { expect } from '#runtime/compose/connections.ts';
import { issueConnection } from '#runtime/compose/issue-connection.ts';
import { participantHttp } from '#runtime/participant-http.ts';

/** `POST /participant/connection`: CreateParticipantConnection of Amazon Connect. */
export const handler = participantHttp(connectParticipant, 'participant', async (request) => {
  const wanted = parseConnection(request);
  const outcome = await expect(request.pass, wanted.websocket);
  if (outcome.type !== 'done') return renderConnection(outcome);
  return renderConnection({ type: 'present', ...(await issueConnection(request.pass, wanted)) });
});
