import { describe, expect, test } from '@jest/globals';
import type { ReconciliationEvent } from '#core/agent-reconciliations/events.ts';
import type { ReconciliationStore } from '#core/agent-reconciliations/ports.ts';
import type { Reconciliation } from '#core/agent-reconciliations/reconciliation.ts';
import { recorded, someDay, stored } from '../support/agents.ts';
import { aggregateStoreContract } from './aggregate-store.contract.ts';

const kinds = { signedIn: 1, signedOut: 2, status: 0, contacts: 0, teams: 0, pendingLogout: 0 };
const asked = { reconciliationId: 'r1', requestedBy: 'admin', requestedAt: someDay };
const mending = {
  lookId: 'l1',
  startedAt: someDay,
  mended: { agents: 3, kinds, agentIds: ['ann', 'bob', 'cem'] },
  now: [{ agentId: 'dana', kinds: ['status', 'contacts'] }],
} as const;

const reconciled: ReconciliationEvent = {
  type: 'AgentsReconciled',
  instanceId: 'demo',
  startedAt: someDay,
  finishedAt: someDay + 1,
  looked: 9,
  differed: 3,
  mended: kinds,
  agentIds: ['ann', 'bob', 'cem'],
};

/** What every ReconciliationStore promises. */
export function reconciliationStoreContract(open: () => Promise<ReconciliationStore>) {
  describe('as a store of aggregates', () => {
    aggregateStoreContract({
      open,
      key: { instanceId: 'demo' },
      state: (n): Reconciliation => ({ instanceId: 'demo', asked: { ...asked, requestedAt: someDay + n } }),
      event: (sequence) => recorded(reconciled, { eventId: `demo/instance/${sequence}`, sequence }),
      elsewhere: { key: { instanceId: 'other' }, state: { instanceId: 'other', mending } },
    });
  });

  test.each<Omit<Reconciliation, 'instanceId'>>([{}, { asked }, { mending }, { asked, mending }])(
    'loads what is going on as it was saved: %j',
    async (state) => {
      const store = await open();
      const saved = stored<Reconciliation, ReconciliationEvent>({ instanceId: 'demo', ...state });
      await store.save(saved, undefined);
      expect(await store.load({ instanceId: 'demo' })).toEqual(saved);
    },
  );
}
