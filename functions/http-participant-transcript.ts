import { connectParticipant } from '#dialects/connect-participant/problem.ts';
import { pageOf, parseTranscript, renderTranscript } from '#dialects/connect-participant/transcript.ts';
import { readTranscript } from '#runtime/compose/read-transcript.ts';
import { participantHttp } from '#runtime/participant-http.ts';

/** `POST /participant/transcript`: GetTranscript of Amazon Connect. */
export const handler = participantHttp(connectParticipant, 'connection', async (request) => {
  const query = parseTranscript(request);
  return renderTranscript(await readTranscript(request.pass, request.pass.participantId, pageOf(query)), query);
});
