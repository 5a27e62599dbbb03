import { leave } from '#core/sessions/leave.ts';
import { native } from '#dialects/native/problem.ts';
import { left, parseLeave } from '#dialects/native/session-client.ts';
import { clientHttp } from '#runtime/client-http.ts';
import { commitAgent } from '#runtime/compose/commit-agent.ts';
import { sessionTokens } from '#runtime/compose/session-tokens.ts';

/** `POST /v1/session/leave`: the page of an agent's desktop is being closed. */
export const handler = clientHttp(native, async (request) => {
  const { token, ...going } = parseLeave(request);
  const { instanceId, agentId, sessionId } = await sessionTokens.clientOf(token);
  const key = { instanceId, agentId };
  await commitAgent(key, (agent, now) => leave(agent, { sessionId, ...going }, now), 'caller');
  return left;
});
