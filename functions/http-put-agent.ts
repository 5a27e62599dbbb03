import { putProfile } from '#core/sessions/presence.ts';
import { parsePutAgent } from '#dialects/native/agents.ts';
import { renderAgent } from '#dialects/native/presence.ts';
import { native } from '#dialects/native/problem.ts';
import { commitAgent } from '#runtime/compose/commit-agent.ts';
import { http } from '#runtime/http.ts';

/** `PUT /v1/agents/{agentId}` */
export const handler = http(native, async (request) => {
  const [key, profile] = parsePutAgent(request);
  return renderAgent(await commitAgent(key, (agent) => putProfile(agent, key, profile), 'caller'));
});
