import { expect, test } from '@jest/globals';
import { StaleVersionError } from '#core/commit.ts';
import { seconds } from '#core/instant.ts';
import type { Agent, Session } from '#core/sessions/agent.ts';
import type { AgentEvent } from '#core/sessions/events.ts';
import type { AgentStore, SessionProof } from '#core/sessions/ports.ts';
import {
  aContact,
  anAgent,
  anAgentEvent,
  anEndedSession,
  aSession,
  recorded,
  someDay,
  stored,
} from '../support/agents.ts';

const key = { instanceId: 'demo', agentId: 'ann' };
const later = someDay + seconds(5);

/** A session whose client proves itself by a secret, and is to be heard of every two minutes. */
const leased = (says: Partial<Session> = {}) =>
  aSession({ lease: { seconds: 120, heardAt: someDay }, secretHash: 'hash-1', contacts: [aContact('c1')], ...says });

/** What every AgentStore promises of `hear`. */
export function wordOfAClientContract(open: () => Promise<AgentStore>) {
  async function opened(says: Partial<Session> = {}) {
    const store = await open();
    const first = stored(anAgent({ session: leased(says) }), {
      sequence: 1,
      outbox: [recorded(anAgentEvent())],
      alarmAt: later,
    });
    await store.save(first, undefined);
    return { store, first };
  }

  test.each<SessionProof>([{ sessionId: 'session-1' }, { secretHash: 'hash-1' }])(
    'moves on the lease, and nothing else but the version: %j',
    async (proof) => {
      const { store, first } = await opened();
      expect(await store.hear(key, proof, { at: later })).toBe(true);
      const session = leased({ lease: { seconds: 120, heardAt: later } });
      expect(await store.load(key)).toEqual({ ...first, version: 2, state: { ...first.state, session } });
    },
  );

  test.each<SessionProof>([{ sessionId: 'session-0' }, { secretHash: 'hash-0' }, { secretHash: 'session-1' }])(
    'of another session is not heard: %j',
    async (proof) => {
      const { store, first } = await opened();
      expect(await store.hear(key, proof, { at: later })).toBe(false);
      expect(await store.load(key)).toEqual(first);
    },
  );

  test('that is older than what was heard is not heard; of the same instant it is', async () => {
    const { store, first } = await opened();
    expect(await store.hear(key, { sessionId: 'session-1' }, { at: someDay - 1 })).toBe(false);
    expect(await store.load(key)).toEqual(first);
    expect(await store.hear(key, { sessionId: 'session-1' }, { at: someDay })).toBe(true);
  });

  test('says what it was, by the client’s own time, and cancels that the client goes', async () => {
    const lease = { seconds: 120, heardAt: someDay, contactGraceSeconds: 30 };
    const { store } = await opened({ lease: { ...lease, saidAt: 5, leavesAt: later } });
    expect(await store.hear(key, { sessionId: 'session-1' }, { at: later, saidAt: 5 })).toBe(true);
    expect((await store.load(key))?.state.session?.lease).toEqual({ ...lease, heardAt: later, saidAt: 5 });
    expect(await store.hear(key, { sessionId: 'session-1' }, { at: later, saidAt: 7 })).toBe(true);
    expect((await store.load(key))?.state.session?.lease).toEqual({ ...lease, heardAt: later, saidAt: 7 });
  });

  test('that the client itself said before its latest is not heard', async () => {
    const { store, first } = await opened({ lease: { seconds: 120, heardAt: someDay, saidAt: 5, leavesAt: later } });
    expect(await store.hear(key, { sessionId: 'session-1' }, { at: later, saidAt: 4 })).toBe(false);
    expect(await store.load(key)).toEqual(first);
  });

  test('that says nothing of its own time is later than what the client said', async () => {
    const { store } = await opened({ lease: { seconds: 120, heardAt: someDay, saidAt: 5, leavesAt: later } });
    expect(await store.hear(key, { secretHash: 'hash-1' }, { at: later })).toBe(true);
    expect((await store.load(key))?.state.session?.lease).toEqual({ seconds: 120, heardAt: later, saidAt: 5 });
  });

  test('of a session without a lease or a secret is not heard', async () => {
    const store = await open();
    const first = stored<Agent, AgentEvent>(anAgent({ session: aSession() }));
    await store.save(first, undefined);
    expect(await store.hear(key, { sessionId: 'session-1' }, { at: later })).toBe(false);
    expect(await store.hear(key, { secretHash: 'hash-1' }, { at: later })).toBe(false);
    expect(await store.load(key)).toEqual(first);
  });

  test('of a session that is over is not heard', async () => {
    const store = await open();
    const endedSessions = [anEndedSession({ secretHash: 'hash-1' })];
    const first = stored<Agent, AgentEvent>(anAgent({ endedSessions }));
    await store.save(first, undefined);
    expect(await store.hear(key, { sessionId: 'session-1' }, { at: later })).toBe(false);
    expect(await store.hear(key, { secretHash: 'hash-1' }, { at: later })).toBe(false);
    expect(await store.load(key)).toEqual(first);
  });

  test('of an unknown agent is not heard, and makes none', async () => {
    const { store } = await opened();
    for (const stranger of [
      { ...key, agentId: 'bob' },
      { ...key, instanceId: 'other' },
    ]) {
      expect(await store.hear(stranger, { secretHash: 'hash-1' }, { at: later })).toBe(false);
      expect(await store.load(stranger)).toBeUndefined();
    }
  });

  test('makes whoever decided on the silence before it decide anew', async () => {
    const { store, first } = await opened();
    await store.hear(key, { secretHash: 'hash-1' }, { at: later });
    await expect(store.save(stored(anAgent(), { version: 2 }), first)).rejects.toBeInstanceOf(StaleVersionError);
  });

  test('leaves an outbox to be published, and to be forgotten then', async () => {
    const { store, first } = await opened();
    await store.hear(key, { secretHash: 'hash-1' }, { at: later });
    expect((await store.load(key))?.outbox).toEqual(first.outbox);
    await store.clearOutbox(first);
    expect((await store.load(key))?.outbox).toEqual([]);
  });

  test('that comes more than once at a time leaves the latest', async () => {
    const { store } = await opened();
    const instants = [3, 1, 4, 2].map((n) => someDay + n);
    await Promise.all(instants.map((at) => store.hear(key, { secretHash: 'hash-1' }, { at })));
    expect((await store.load(key))?.state.session?.lease?.heardAt).toBe(someDay + 4);
  });
}
