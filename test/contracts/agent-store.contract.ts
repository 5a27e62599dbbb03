import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Agent } from '#core/agents/agent.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import type { AgentStore } from '#core/agents/ports.ts';
import { seconds } from '#core/instant.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import {
  anAgent,
  anAgentEvent,
  anEndedSession,
  aSession,
  ann as key,
  recorded,
  someDay,
  stored,
} from '../support/agents.ts';
import { anyStoredAgent } from '../support/any-stored-agent.ts';
import { aggregateStoreContract } from './aggregate-store.contract.ts';
import { heartbeatContract } from './heartbeat.contract.ts';

/** What every AgentStore promises. */
export function agentStoreContract(open: () => Promise<AgentStore>) {
  describe('as a store of aggregates', () => {
    aggregateStoreContract({
      open,
      key,
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
      { numRuns: randomRuns(100) },
    );
  });

  test('a lease, a secret, ended sessions, a lock and a security profile are loaded as they were saved', async () => {
    const store = await open();
    const before = anEndedSession({ sessionId: 'session-0', cause: 'client', isReported: true });
    const released: AgentEvent = {
      type: 'ContactReleased',
      ...key,
      sessionId: 'session-1',
      contactId: 'c1',
      channel: 'CHAT',
    };
    const first = stored(
      anAgent({
        securityProfileId: 'supervisor',
        session: aSession({ lease: { seconds: 120, lastSeenAt: someDay }, secretHash: 'hash-1' }),
        signInLock: { lockId: 'lock-1', until: someDay + seconds(15) },
        endedSessions: [before],
      }),
      { sequence: 1, outbox: [recorded(released)] },
    );
    await store.save(first, undefined);
    expect(await store.load(key)).toEqual(first);
    const second = stored<Agent, AgentEvent>(
      anAgent({ endedSessions: [{ ...before, secretHash: 'hash-1', isReported: false }, before] }),
      { version: 2 },
    );
    await store.save(second, first);
    expect(await store.load(key)).toEqual(second);
  });

  describe('a heartbeat', () => heartbeatContract(open));
}
