import type { PassKind } from '#core/access/passes.ts';
import type { ParticipantRequest } from '#dialects/connect-participant/request.ts';
import { type HttpAnswer, RefusedRequest, type RenderProblem } from '#dialects/http.ts';
import { bearerOf, passRefusalMessages, wrongKindMessages } from './credentials.ts';
import { type Event, type HttpHandler, openHttp, readBody } from './http.ts';

/** A Lambda behind a route of participants, who have a token of this kind. */
export const participantHttp = (
  renderProblem: RenderProblem,
  kind: PassKind,
  work: (request: ParticipantRequest) => Promise<HttpAnswer>,
): HttpHandler => openHttp(renderProblem, async (event) => work(readRequest(event, kind)));

/** @throws RefusedRequest when there is no token of this kind, or the body cannot be read. */
function readRequest(event: Event, kind: PassKind): ParticipantRequest {
  const bearer = bearerOf(event.requestContext.authorizer?.lambda);
  if (typeof bearer === 'string') {
    const type = bearer === 'unavailable' ? 'unavailable' : 'unauthenticated';
    throw new RefusedRequest({ type, message: passRefusalMessages[bearer] });
  }
  if (bearer.kind !== kind) throw new RefusedRequest({ type: 'unauthenticated', message: wrongKindMessages[kind] });
  return { pass: bearer, body: readBody(event) };
}
