import { agentImportRoutes } from '#dialects/native/agent-imports.ts';
import { agentReconciliationRoutes } from '#dialects/native/agent-reconciliations.ts';
import { agentRoutes } from '#dialects/native/agents.ts';
import { sessionRoutes } from '#dialects/native/sessions.ts';
import { supervisorRoutes } from '#dialects/native/supervisors.ts';

/** Agents, their sessions and their contacts, and who watches them, for callers with a key. */
export const agentsApi = [
  ...agentRoutes,
  ...sessionRoutes,
  ...agentImportRoutes,
  ...agentReconciliationRoutes,
  ...supervisorRoutes,
];
