import { changeStatus } from '#core/sessions/presence.ts';
import { renderAgent } from '#dialects/native/presence.ts';
import { native } from '#dialects/native/problem.ts';
import { parseChangeStatus } from '#dialects/native/session.ts';
import { commitAgent } from '#runtime/compose/commit-agent.ts';
import { http } from '#runtime/http.ts';

/** `PATCH /v1/agents/{agentId}/session` */
export const handler = http(native, async (request) => {
  const [key, command] = parseChangeStatus(request);
  return renderAgent(await commitAgent(key, (agent, now) => changeStatus(agent, command, now), 'caller'));
});
