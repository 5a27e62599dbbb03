import * as z from 'zod/mini';
import type { ReconciliationEvent } from '#core/agent-reconciliations/events.ts';
import type { ReconciliationStore } from '#core/agent-reconciliations/ports.ts';
import type {
  Asked,
  Mending,
  Reconciliation,
  ReconciliationKey,
  Tally,
} from '#core/agent-reconciliations/reconciliation.ts';
import type { Difference, DifferenceKind } from '#core/agents/difference.ts';
import { nameOf } from '#core/wake-ups/ports.ts';
import { keyword, texts } from '../codec/fields.ts';
import { eventsOf } from '../codec/recorded.ts';
import { optional, savedAs } from '../codec/saved-as.ts';
import { reconciliationKey } from './agents-table.ts';
import { aggregateItem } from './aggregate-item.ts';
import { makeDynamoAggregateStore } from './aggregate-store.ts';
import type { DynamoTable } from './document-client.ts';

const count = z.number();
/** Kinds that only a newer version knows stay. */
const kinds: z.ZodMiniType<Tally['kinds']> = z.looseObject({
  signedIn: count,
  signedOut: count,
  status: count,
  contacts: count,
  teams: count,
  pendingLogout: count,
});
const tally: z.ZodMiniType<Tally> = z.looseObject({ agents: count, kinds, agentIds: texts });
const difference: z.ZodMiniType<Difference> = z.looseObject({
  agentId: z.string(),
  kinds: z.array(keyword<DifferenceKind>()),
});
const mending: z.ZodMiniType<Mending> = z.looseObject({
  lookId: z.string(),
  startedAt: z.number(),
  mended: tally,
  now: z.array(difference),
});
const asked: z.ZodMiniType<Asked> = z.looseObject({
  reconciliationId: z.string(),
  requestedBy: z.string(),
  requestedAt: z.number(),
});

const reconciliationEvents = eventsOf<ReconciliationKey, ReconciliationEvent>({
  keyOf: ({ instanceId }) => ({ instanceId }),
  nameOf: ({ instanceId }) => nameOf({ kind: 'instance', instanceId }),
  facts: {
    AgentsReconciled: {
      reconciliationId: z.exactOptional(z.string()),
      requestedBy: z.exactOptional(z.string()),
      startedAt: z.number(),
      finishedAt: z.number(),
      looked: count,
      differed: count,
      mended: kinds,
      agentIds: texts,
    },
  },
});

/** Reconciliations have the names of the domain: there is one item for an instance, and people read it. */
const reconciliationItem = aggregateItem<ReconciliationKey, Reconciliation, ReconciliationEvent>({
  keyOf: ({ instanceId }) => reconciliationKey(instanceId),
  state: savedAs<Omit<Reconciliation, keyof ReconciliationKey>>({ asked: optional(asked), mending: optional(mending) }),
  events: reconciliationEvents,
});

/** Keeps what looks at the agents of each instance do in the agents table. */
export const makeDynamoReconciliationStore = (table: DynamoTable): ReconciliationStore =>
  makeDynamoAggregateStore(table, reconciliationItem, ({ instanceId }) => `The reconciliation of ${instanceId}`);
