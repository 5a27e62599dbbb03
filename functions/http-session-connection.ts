import { native } from '#dialects/native/problem.ts';
import { parseClientConnection, renderClientConnection } from '#dialects/native/session-client.ts';
import { clientHttp } from '#runtime/client-http.ts';
import { clientOf, issueSessionSocket } from '#runtime/compose/session-tokens.ts';

/** `POST /v1/session/connection`: over which WebSocket the page of an agent's desktop is told of its session. */
export const handler = clientHttp(native, async (request) =>
  renderClientConnection(await issueSessionSocket(await clientOf(parseClientConnection(request).token))),
);
