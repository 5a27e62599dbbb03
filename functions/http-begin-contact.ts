import { beginContact } from '#core/sessions/presence.ts';
import { parseBeginContact } from '#dialects/native/contacts.ts';
import { renderAgent } from '#dialects/native/presence.ts';
import { native } from '#dialects/native/problem.ts';
import { commitAgent } from '#runtime/compose/commit-agent.ts';
import { http } from '#runtime/http.ts';

/** `PUT /v1/agents/{agentId}/contacts/{contactId}` */
export const handler = http(native, async (request) => {
  const [key, contact] = parseBeginContact(request);
  return renderAgent(await commitAgent(key, (agent, now) => beginContact(agent, contact, now), 'caller'));
});
