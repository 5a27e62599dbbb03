import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AgentStore } from '#core/sessions/ports.ts';
import { anAgent, anAgentEvent, aSession, recorded } from '../support/agents.ts';
import { anyStoredAgent } from '../support/any-agent.ts';
import { aggregateStoreContract } from './aggregate-store.contract.ts';

/** What every AgentStore promises. */
export function agentStoreContract(open: () => Promise<AgentStore>) {
  describe('as a store of aggregates', () => {
    aggregateStoreContract({
      open,
      key: { instanceId: 'demo', agentId: 'ann' },
      state: (n) => anAgent({ session: aSession({ status: `Status ${n}` }) }),
      event: (sequence) => recorded(anAgentEvent(), { eventId: `demo/agent/ann/${sequence}`, sequence }),
      elsewhere: { key: { instanceId: 'other', agentId: 'ann' }, state: anAgent({ instanceId: 'other' }) },
    });
  });

  test('every agent is loaded as it was saved', async () => {
    const store = await open();
    await fc.assert(
      fc.asyncProperty(anyStoredAgent, async (next) => {
        const previous = await store.load(next.state);
        const version = (previous?.version ?? 0) + 1;
        await store.save({ ...next, version }, previous);
        expect(await store.load(next.state)).toEqual({ ...next, version });
      }),
    );
  });
}
