import { parseGetAgent } from '#dialects/native/agents.ts';
import { renderFoundAgent } from '#dialects/native/presence.ts';
import { native } from '#dialects/native/problem.ts';
import { agents } from '#runtime/compose/agents.ts';
import { http } from '#runtime/http.ts';

/** `GET /v1/agents/{agentId}` */
export const handler = http(native, async (request) => {
  const stored = await agents.load(parseGetAgent(request));
  return renderFoundAgent(stored?.state);
});
