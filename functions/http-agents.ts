import { access } from '#runtime/compose/access.ts';
import { agentImports } from '#runtime/compose/agent-imports.ts';
import { agentReconciliations } from '#runtime/compose/agent-reconciliations.ts';
import { agentClients, agents } from '#runtime/compose/agents.ts';
import { supervisors } from '#runtime/compose/supervisors.ts';
import { http } from '#runtime/http.ts';
import { agentsApi } from './apis/agents.ts';

/** Agents, their sessions and their contacts. */
export const handler = http(
  agentsApi,
  { ...agents, ...agentClients, ...agentImports, ...agentReconciliations, ...supervisors },
  access,
);
