import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seconds } from '#core/instant.ts';
import type { Agent } from '#core/sessions/agent.ts';
import type { AgentEvent } from '#core/sessions/events.ts';
import type { AgentStore } from '#core/sessions/ports.ts';
import { anAgent, anAgentEvent, aSession, recorded, someDay, stored } from '../support/agents.ts';
import { anyStoredAgent } from '../support/any-agent.ts';
import { aggregateStoreContract } from './aggregate-store.contract.ts';
import { wordOfAClientContract } from './word-of-a-client.contract.ts';

const key = { instanceId: 'demo', agentId: 'ann' };

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
    );
  });

  test('a lease, a secret, a session before, a turn and a security profile are loaded as they were saved', async () => {
    const store = await open();
    const before = { sessionId: 'session-0', signedInAt: someDay, cause: 264, isTold: true };
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
        session: aSession({ lease: { seconds: 120, heardAt: someDay }, secretHash: 'hash-1' }),
        turn: { turnId: 'turn-1', until: someDay + seconds(15) },
        endedSessions: [before],
      }),
      { sequence: 1, outbox: [recorded(released)] },
    );
    await store.save(first, undefined);
    expect(await store.load(key)).toEqual(first);
    const second = stored<Agent, AgentEvent>(
      anAgent({ endedSessions: [{ ...before, secretHash: 'hash-1', isTold: false }, before] }),
      { version: 2 },
    );
    await store.save(second, first);
    expect(await store.load(key)).toEqual(second);
  });

  describe('word of a client', () => wordOfAClientContract(open));
}
