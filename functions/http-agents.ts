import { access } from '#runtime/compose/access.ts';
import { agentClients, agents } from '#runtime/compose/agents.ts';
import { http } from '#runtime/http.ts';
import { agentsApi } from './apis/agents.ts';

/** Agents, their sessions and their contacts. */
export const handler = http(agentsApi, { ...agents, ...agentClients }, access);
