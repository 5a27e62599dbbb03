import type { AgentStatusSummary } from '@aws-sdk/client-connect';
import type { StatusType } from '#core/agents/agent.ts';
import { BackendError } from '#core/backend-calls.ts';

/** The statuses of an instance. Their names are the instance's own, so only their types tell which of them is offline. */
export interface Statuses {
  /** The status that takes agents out. */
  readonly offlineId: string;
  typeOf(statusId: string, name: string): StatusType | 'OFFLINE';
  /** Whether a status with this name takes agents out: a next status is shown by its name only. */
  isOffline(name: string): boolean;
  knows(statusId: string): boolean;
}

/** @throws BackendError when the instance has no status of the type OFFLINE */
export function statusesOf(instanceId: string, summaries: readonly AgentStatusSummary[]): Statuses {
  const byId = new Map(summaries.map((status) => [status.Id, status]));
  const offline = summaries.filter(({ Type }) => Type === 'OFFLINE');
  const offlineId = offline[0]?.Id;
  if (offlineId === undefined) {
    throw new BackendError(
      'refused',
      `Instance ${instanceId} of Amazon Connect has no agent status of the type OFFLINE`,
    );
  }
  const names = new Set(offline.map(({ Name }) => Name));
  return {
    offlineId,
    typeOf(statusId, name) {
      const type = byId.get(statusId)?.Type;
      if (type === 'OFFLINE' || type === 'ROUTABLE' || type === 'CUSTOM') return type;
      return names.has(name) ? 'OFFLINE' : 'CUSTOM';
    },
    isOffline: (name) => names.has(name),
    knows: (statusId) => byId.has(statusId),
  };
}
