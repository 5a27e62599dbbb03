import { signOut } from '#core/sessions/presence.ts';
import { native } from '#dialects/native/problem.ts';
import { parseSignOut, renderSignOut } from '#dialects/native/session.ts';
import { commitAgent } from '#runtime/compose/commit-agent.ts';
import { http } from '#runtime/http.ts';

/** `DELETE /v1/agents/{agentId}/session`: the agent's own sign-out. */
export const handler = http(native, async (request) =>
  renderSignOut(await commitAgent(parseSignOut(request), signOut, 'caller')),
);
