import { agentImportRoutes } from '#dialects/native/agent-imports.ts';
import { agentReconciliationRoutes } from '#dialects/native/agent-reconciliations.ts';
import { agentRoutes } from '#dialects/native/agents.ts';
import { sessionRoutes } from '#dialects/native/sessions.ts';

/** Agents, their sessions and their contacts, for callers with a key. */
export const agentsApi = [...agentRoutes, ...sessionRoutes, ...agentImportRoutes, ...agentReconciliationRoutes];
