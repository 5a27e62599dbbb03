import { signIn } from '#core/sessions/presence.ts';
import { native } from '#dialects/native/problem.ts';
import { parseSignIn, renderSignIn } from '#dialects/native/session.ts';
import { commitAgent } from '#runtime/compose/commit-agent.ts';
import { ids } from '#runtime/compose/ids.ts';
import { http } from '#runtime/http.ts';

/** `PUT /v1/agents/{agentId}/session` */
export const handler = http(native, async (request) => {
  const [key, command] = parseSignIn(request, ids.next());
  return renderSignIn(await commitAgent(key, (agent, now) => signIn(agent, command, now), 'caller'));
});
