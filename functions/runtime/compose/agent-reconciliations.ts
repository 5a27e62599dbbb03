import { makeDynamoReconciliationStore } from '#adapters/dynamodb/agent-reconciliations.ts';
import { lookedAt } from '#backends';
import { makeReconciliationUseCases } from '#core/agent-reconciliations/use-cases.ts';
import { isSeldom } from '#core/wake-ups/use-cases.ts';
import { report } from '../observe.ts';
import { agents } from './agents.ts';
import { clock, ids, pauses } from './clock.ts';
import { table } from './dynamodb.ts';
import { bus, nearWakeUps } from './messaging.ts';

/** Looks are far apart where events say what happens in between. */
const followed = new Set(lookedAt.filter(isSeldom).map(({ instanceId }) => instanceId));

export const agentReconciliations = makeReconciliationUseCases(
  {
    reconciliations: makeDynamoReconciliationStore(table('AGENTS_TABLE')),
    isFollowed: (instanceId) => followed.has(instanceId),
    bus,
    wakeUps: nearWakeUps,
    clock,
    pauses,
    ids,
    report,
  },
  agents,
);
