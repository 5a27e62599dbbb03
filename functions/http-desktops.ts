import { desktopRoutes } from '#dialects/native/desktops.ts';
import { noteRefusal, tokens } from '#runtime/compose/access.ts';
import { agentClients } from '#runtime/compose/agents.ts';
import { http } from '#runtime/http.ts';

/** What the pages of agents' desktops call, by the token of their session. */
export const handler = http(desktopRoutes, agentClients, { tokens, noteRefusal });
