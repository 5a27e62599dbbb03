import { expect, test } from '@jest/globals';
import type { Agent, Session } from '#core/agents/agent.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import { unknownAddress } from '#core/agents/ip-range.ts';
import type { AgentStore, SessionProof } from '#core/agents/ports.ts';
import { StaleVersionError } from '#core/change.ts';
import { seconds } from '#core/instant.ts';
import {
  aContact,
  anAddress,
  anAgent,
  anAgentEvent,
  anEndedSession,
  aSession,
  ann as key,
  recorded,
  someDay,
  stored,
} from '../support/agents.ts';

const later = someDay + seconds(5);

/** A session with a lease of two minutes, whose client holds a secret. */
const leased = (overrides: Partial<Session> = {}) =>
  aSession({
    lease: { seconds: 120, lastSeenAt: someDay },
    secretHash: 'hash-1',
    contacts: [aContact('c1')],
    ...overrides,
  });

/** What every AgentStore promises about `recordHeartbeat`. */
export function heartbeatContract(open: () => Promise<AgentStore>) {
  async function opened(overrides: Partial<Session> = {}) {
    const store = await open();
    const first = stored(anAgent({ session: leased(overrides) }), {
      sequence: 1,
      outbox: [recorded(anAgentEvent())],
      wakeUpAt: later,
    });
    await store.save(first, undefined);
    return { store, first };
  }

  test.each<SessionProof>([{ sessionId: 'session-1' }, { secretHash: 'hash-1' }])(
    'moves the lease and changes nothing else but the version: %j',
    async (proof) => {
      const { store, first } = await opened();
      expect(await store.recordHeartbeat(key, proof, { at: later })).toBe(true);
      const session = leased({ lease: { seconds: 120, lastSeenAt: later, previouslySeenAt: someDay } });
      expect(await store.load(key)).toEqual({ ...first, version: 2, state: { ...first.state, session } });
    },
  );

  test.each<SessionProof>([{ sessionId: 'session-0' }, { secretHash: 'hash-0' }, { secretHash: 'session-1' }])(
    'of another session is not recorded: %j',
    async (proof) => {
      const { store, first } = await opened();
      expect(await store.recordHeartbeat(key, proof, { at: later })).toBe(false);
      expect(await store.load(key)).toEqual(first);
    },
  );

  test('is not recorded if it is older than the latest; one of the same instant is', async () => {
    const { store, first } = await opened();
    expect(await store.recordHeartbeat(key, { sessionId: 'session-1' }, { at: someDay - 1 })).toBe(false);
    expect(await store.load(key)).toEqual(first);
    expect(await store.recordHeartbeat(key, { sessionId: 'session-1' }, { at: someDay })).toBe(true);
  });

  test('records the client’s own time, and cancels the announced leaving', async () => {
    const lease = { seconds: 120, lastSeenAt: someDay, contactGraceSeconds: 30 };
    const { store } = await opened({ lease: { ...lease, sentAt: 5, leavesAt: later } });
    expect(await store.recordHeartbeat(key, { sessionId: 'session-1' }, { at: later, sentAt: 5 })).toBe(true);
    expect((await store.load(key))?.state.session?.lease).toEqual({
      ...lease,
      lastSeenAt: later,
      previouslySeenAt: someDay,
      sentAt: 5,
    });
    expect(await store.recordHeartbeat(key, { sessionId: 'session-1' }, { at: later + 1, sentAt: 7 })).toBe(true);
    expect((await store.load(key))?.state.session?.lease).toEqual({
      ...lease,
      lastSeenAt: later + 1,
      previouslySeenAt: later,
      sentAt: 7,
    });
  });

  test('is not recorded if the client sent it before its latest', async () => {
    const { store, first } = await opened({ lease: { seconds: 120, lastSeenAt: someDay, sentAt: 5, leavesAt: later } });
    expect(await store.recordHeartbeat(key, { sessionId: 'session-1' }, { at: later, sentAt: 4 })).toBe(false);
    expect(await store.load(key)).toEqual(first);
  });

  test('without the client’s time counts as later than everything the client has sent', async () => {
    const { store } = await opened({ lease: { seconds: 120, lastSeenAt: someDay, sentAt: 5, leavesAt: later } });
    expect(await store.recordHeartbeat(key, { secretHash: 'hash-1' }, { at: later })).toBe(true);
    expect((await store.load(key))?.state.session?.lease).toEqual({
      seconds: 120,
      lastSeenAt: later,
      previouslySeenAt: someDay,
      sentAt: 5,
    });
  });

  test('with an address is recorded if the session’s address is known, whichever it is', async () => {
    const { store, first } = await opened();
    const from = anAddress('198.51.100.7');
    expect(await store.recordHeartbeat(key, { sessionId: 'session-1' }, { at: later, from })).toBe(true);
    expect((await store.load(key))?.state.session?.ipAddress).toBe(first.state.session?.ipAddress);
  });

  test('with an address is not recorded if the session’s is not known; one without an address is', async () => {
    const { store, first } = await opened({ ipAddress: unknownAddress });
    const from = anAddress('198.51.100.7');
    expect(await store.recordHeartbeat(key, { sessionId: 'session-1' }, { at: later, from })).toBe(false);
    expect(await store.load(key)).toEqual(first);
    expect(await store.recordHeartbeat(key, { sessionId: 'session-1' }, { at: later })).toBe(true);
  });

  test('of a session without a lease or a secret is not recorded', async () => {
    const store = await open();
    const first = stored<Agent, AgentEvent>(anAgent({ session: aSession() }));
    await store.save(first, undefined);
    expect(await store.recordHeartbeat(key, { sessionId: 'session-1' }, { at: later })).toBe(false);
    expect(await store.recordHeartbeat(key, { secretHash: 'hash-1' }, { at: later })).toBe(false);
    expect(await store.load(key)).toEqual(first);
  });

  test('of a session that has ended is not recorded', async () => {
    const store = await open();
    const endedSessions = [anEndedSession({ secretHash: 'hash-1' })];
    const first = stored<Agent, AgentEvent>(anAgent({ endedSessions }));
    await store.save(first, undefined);
    expect(await store.recordHeartbeat(key, { sessionId: 'session-1' }, { at: later })).toBe(false);
    expect(await store.recordHeartbeat(key, { secretHash: 'hash-1' }, { at: later })).toBe(false);
    expect(await store.load(key)).toEqual(first);
  });

  test('of an unknown agent is not recorded, and creates none', async () => {
    const { store } = await opened();
    for (const stranger of [
      { ...key, agentId: 'bob' },
      { ...key, instanceId: 'other' },
    ]) {
      expect(await store.recordHeartbeat(stranger, { secretHash: 'hash-1' }, { at: later })).toBe(false);
      expect(await store.load(stranger)).toBeUndefined();
    }
  });

  test('makes a decision that was based on the state before it stale', async () => {
    const { store, first } = await opened();
    await store.recordHeartbeat(key, { secretHash: 'hash-1' }, { at: later });
    await expect(store.save(stored(anAgent(), { version: 2 }), first)).rejects.toBeInstanceOf(StaleVersionError);
  });

  test('leaves the outbox to be published and then cleared', async () => {
    const { store, first } = await opened();
    await store.recordHeartbeat(key, { secretHash: 'hash-1' }, { at: later });
    expect((await store.load(key))?.outbox).toEqual(first.outbox);
    await store.clearOutbox(first);
    expect((await store.load(key))?.outbox).toEqual([]);
  });

  test('is not recorded if it follows two others within three seconds, and does not make a decision stale', async () => {
    const { store } = await opened();
    const recordedAt = async (at: number) => store.recordHeartbeat(key, { sessionId: 'session-1' }, { at });
    expect(await recordedAt(later)).toBe(true);
    expect(await recordedAt(later + 1)).toBe(true);
    const before = await store.load(key);
    for (const after of [1, 2, 2_999]) expect(await recordedAt(later + after)).toBe(false);
    expect(await store.load(key)).toEqual(before);
    expect(await recordedAt(later + 3_000)).toBe(true);
  });

  test('that cancels an announced leaving is recorded, however close', async () => {
    const lease = { seconds: 120, lastSeenAt: later, previouslySeenAt: later, leavesAt: later + 5 };
    const { store } = await opened({ lease });
    expect(await store.recordHeartbeat(key, { sessionId: 'session-1' }, { at: later + 1 })).toBe(true);
    expect((await store.load(key))?.state.session?.lease?.leavesAt).toBeUndefined();
  });

  test('sent several times at once leaves one of the latest', async () => {
    const { store } = await opened();
    const instants = [3, 1, 4, 2].map((n) => later + n);
    await Promise.all(instants.map((at) => store.recordHeartbeat(key, { secretHash: 'hash-1' }, { at })));
    expect((await store.load(key))?.state.session?.lease?.lastSeenAt).toBeGreaterThan(later);
  });
}
