import { standing } from '#core/sessions/heartbeat.ts';
import { native } from '#dialects/native/problem.ts';
import { parseClientConnection, renderClientConnection } from '#dialects/native/session-client.ts';
import { clientHttp } from '#runtime/client-http.ts';
import { agents } from '#runtime/compose/agents.ts';
import { sessionTokens } from '#runtime/compose/session-tokens.ts';
import { env } from '#runtime/env.ts';

/** `POST /v1/session/connection`: over which WebSocket the page of an agent's desktop is told of its session. */
export const handler = clientHttp(native, async (request) => {
  const client = await sessionTokens.clientOf(parseClientConnection(request).token);
  const outcome = standing((await agents.load(client))?.state, client.sessionId);
  const { token, expiresAt } = await sessionTokens.issueSocketToken(client);
  return renderClientConnection(outcome, { url: `${env('SOCKET_URL')}?token=${token}`, expiresAt });
});
