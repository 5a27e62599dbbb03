import { signIn } from '#core/sessions/presence.ts';
import { native } from '#dialects/native/problem.ts';
import { parseSignIn, renderSignIn } from '#dialects/native/session.ts';
import { contactGraceOf } from '#runtime/compose/agent-settings.ts';
import { commitAgent } from '#runtime/compose/commit-agent.ts';
import { ids } from '#runtime/compose/ids.ts';
import { sessionTokens } from '#runtime/compose/session-tokens.ts';
import { http } from '#runtime/http.ts';

/** `PUT /v1/agents/{agentId}/session` */
export const handler = http(native, async (request) => {
  const [key, command] = parseSignIn(request, ids.next());
  if (command.leaseSeconds === undefined) {
    return renderSignIn(await commitAgent(key, (agent, now) => signIn(agent, command, now), 'caller'));
  }
  const leased = { ...command, ...(await contactGraceOf(key.instanceId)) };
  // The token first: a session that nobody can keep would bar the agent for a lease.
  const token = await sessionTokens.issueToken({ ...key, sessionId: command.sessionId });
  return renderSignIn(await commitAgent(key, (agent, now) => signIn(agent, leased, now), 'caller'), token);
});
