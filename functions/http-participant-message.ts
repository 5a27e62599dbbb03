import { parseMessage, renderMessage } from '#dialects/connect-participant/message.ts';
import { connectParticipant } from '#dialects/connect-participant/problem.ts';
import { sendMessage } from '#runtime/compose/send-message.ts';
import { participantHttp } from '#runtime/participant-http.ts';

/** `POST /participant/message`: SendMessage of Amazon Connect. */
export const handler = participantHttp(connectParticipant, 'connection', async (request) =>
  renderMessage(await sendMessage(request.pass, request.pass.participantId, parseMessage(request))),
);
