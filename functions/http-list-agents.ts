import { parseListAgents, renderAgentPage } from '#dialects/native/agents.ts';
import { native } from '#dialects/native/problem.ts';
import { listAgents } from '#runtime/compose/agent-directory.ts';
import { http } from '#runtime/http.ts';

/** `GET /v1/agents?signedIn=true` */
export const handler = http(native, async (request) => renderAgentPage(await listAgents(...parseListAgents(request))));
