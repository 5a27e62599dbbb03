import { native } from '#dialects/native/problem.ts';
import { parseClientHeartbeat, renderHeartbeat } from '#dialects/native/session-client.ts';
import { clientHttp } from '#runtime/client-http.ts';
import { heartbeat } from '#runtime/compose/heartbeat.ts';
import { sessionTokens } from '#runtime/compose/session-tokens.ts';

/** `POST /v1/session/heartbeat`: the page of an agent's desktop is there. */
export const handler = clientHttp(native, async (request) => {
  const { token, saidAt } = parseClientHeartbeat(request);
  const pass = await sessionTokens.clientOf(token);
  const { instanceId, agentId, sessionId } = pass;
  const outcome = await heartbeat({ instanceId, agentId }, { sessionId, saidAt });
  return renderHeartbeat(outcome, outcome.type === 'goesOn' ? await sessionTokens.renewed(pass) : undefined);
});
