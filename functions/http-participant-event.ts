import { parseSignal, renderSignal } from '#dialects/connect-participant/event.ts';
import { connectParticipant } from '#dialects/connect-participant/problem.ts';
import { sendSignal } from '#runtime/compose/send-signal.ts';
import { participantHttp } from '#runtime/participant-http.ts';

/** `POST /participant/event`: SendEvent of Amazon Connect. */
export const handler = participantHttp(connectParticipant, 'connection', async (request) =>
  renderSignal(await sendSignal(request.pass, request.pass.participantId, parseSignal(request))),
);
