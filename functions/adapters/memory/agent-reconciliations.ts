import type { ReconciliationEvent } from '#core/agent-reconciliations/events.ts';
import type { Reconciliation, ReconciliationKey } from '#core/agent-reconciliations/reconciliation.ts';
import { makeMemoryAggregateStore } from './change.ts';

/** Keeps what looks at the agents of each instance do in memory. */
export const makeMemoryReconciliationStore = () =>
  makeMemoryAggregateStore<ReconciliationKey, Reconciliation, ReconciliationEvent>(({ instanceId }) => instanceId);
