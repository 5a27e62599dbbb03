import { endContact } from '#core/sessions/presence.ts';
import { parseEndContact } from '#dialects/native/contacts.ts';
import { renderAgent } from '#dialects/native/presence.ts';
import { native } from '#dialects/native/problem.ts';
import { commitAgent } from '#runtime/compose/commit-agent.ts';
import { http } from '#runtime/http.ts';

/** `DELETE /v1/agents/{agentId}/contacts/{contactId}`: completes a logout that waited for it. */
export const handler = http(native, async (request) => {
  const [key, contactId] = parseEndContact(request);
  return renderAgent(await commitAgent(key, (agent, now) => endContact(agent, contactId, now), 'caller'));
});
