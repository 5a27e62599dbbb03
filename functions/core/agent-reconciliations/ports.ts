import type { AggregateStore } from '../change.ts';
import type { ReconciliationEvent } from './events.ts';
import type { Reconciliation, ReconciliationKey } from './reconciliation.ts';

/** Keeps what is going on with looks at the agents of each instance. */
export type ReconciliationStore = AggregateStore<ReconciliationKey, Reconciliation, ReconciliationEvent>;
