import { describe, expect, test } from '@jest/globals';
import { makeSessionSecrets } from '#adapters/crypto/secret-hash.ts';
import { agentItem } from '#adapters/dynamodb/agent-item.ts';
import { makeDynamoAgentStore } from '#adapters/dynamodb/agents-store.ts';
import type { Agent } from '#core/agents/agent.ts';
import { endSession } from '#core/agents/end-session.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import { signIn } from '#core/agents/presence.ts';
import { seconds } from '#core/instant.ts';
import { aContact, anAddress, aSession, recorded, someDay, stored } from '../../support/agents.ts';
import { interceptRequests, lostAnswer } from '../../support/intercept.ts';
import { itemSize } from '../../support/item-size.ts';
import { aUsualAgent, uuid } from './a-usual-agent.ts';
import { useTable } from './use-table.ts';

const secretHash = makeSessionSecrets().hash(uuid(9));
const later = someDay + seconds(40);

/**
 * A session with a lease, a secret and a call. The agent had a session before, four jobs logged the agent out, and eight
 * contacts have ended.
 */
const leased = aSession({
  sessionId: uuid(2),
  secretHash,
  lease: { seconds: 120, lastSeenAt: someDay + 1_234 },
  contacts: [aContact(uuid(3))],
});
const signedIn = {
  ...aUsualAgent({
    securityProfileId: 'team-lead-emea',
    endedSessions: [{ sessionId: uuid(8), secretHash, signedInAt: someDay + 1_234, cause: 'forced', isReported: true }],
    logoutMarks: [1, 2, 3, 4].map((jobId) => ({
      jobId,
      chunk: '12.34',
      outcome: { type: 'loggedOut', previousStatus: 'Available', contacts: 1 } as const,
    })),
  }),
  endedContacts: Array.from({ length: 8 }, (_, n) => ({
    mark: `abcdef${n}`,
    endedMinute: Math.floor(someDay / 60_000),
  })),
  session: leased,
};

const table = useTable('agents');
const store = makeDynamoAgentStore(table);

describe('a heartbeat', () => {
  async function metered() {
    await store.save(stored<Agent, AgentEvent>(signedIn, { wakeUpAt: later }), undefined);
    table.meter.reset();
    return table.meter;
  }
  /** One write unit on the table, none on its index. */
  const oneWrite = () => ({ requests: { UpdateItem: 1 }, writeUnitsOf: { [table.tableName]: 1 }, readUnits: 0 });

  test('costs one request and one write unit, touches no key of the index, and reads nothing', async () => {
    const meter = await metered();
    expect(await store.recordHeartbeat(signedIn, { secretHash }, { at: later })).toBe(true);
    expect(meter.usage()).toMatchObject(oneWrite());
    expect(meter.usage().writeUnits).toBe(1);
  });

  test('that is not recorded costs no more', async () => {
    const meter = await metered();
    expect(await store.recordHeartbeat(signedIn, { secretHash: 'other' }, { at: later })).toBe(false);
    expect(meter.usage()).toMatchObject(oneWrite());
    expect(meter.usage().writeUnits).toBe(1);
  });

  test('whose answer was lost is recorded all the same', async () => {
    const forgetting = table.another();
    let writes = 0;
    interceptRequests(forgetting.client, async ({ operation, send }) => {
      await send();
      if (operation !== 'UpdateItem') return;
      writes += 1;
      if (writes === 1) throw lostAnswer();
    });
    await store.save(stored<Agent, AgentEvent>(signedIn), undefined);
    expect(await makeDynamoAgentStore(forgetting).recordHeartbeat(signedIn, { secretHash }, { at: later })).toBe(true);
    expect((await store.load(signedIn))?.state.session?.lease?.lastSeenAt).toBe(later);
    expect(writes).toBe(2);
  });
});

describe('the item of an agent with a lease and a secret', () => {
  /** The size of the item in which a change is saved: with a sign-in lock, and with its events in the outbox. */
  function sizeWith({ state, events }: { readonly state: Agent; readonly events: readonly AgentEvent[] }) {
    const outbox = events.map((fact, n) => recorded(fact, { sequence: 40 + n }));
    const signInLock = { lockId: uuid(7), until: someDay + 15_678 };
    return itemSize(
      agentItem.toItem(stored({ ...state, signInLock }, { version: 400, sequence: 42, outbox, wakeUpAt: later })),
    );
  }

  test('stays well below a kilobyte while nothing happens', () => {
    expect(sizeWith({ state: signedIn, events: [] })).toBeLessThan(960);
  });

  test('stays below a kilobyte when the agent is forced out during a call', () => {
    const requestedBy = uuid(5);
    expect(sizeWith(endSession(signedIn, { cause: 'forced', order: { requestedBy } }))).toBeLessThan(1024);
  });

  test('stays below a kilobyte in a session with two pages after a forced logout with the longest reason and message', () => {
    const order = { requestedBy: uuid(5), reason: 'r'.repeat(256), message: 'm'.repeat(512) };
    const { state: forcedOut } = endSession(signedIn, { cause: 'forced', order });
    const command = { ...leased, ipAddress: anAddress('10.0.0.1'), leaseSeconds: 120, takeOver: false };
    const { state = forcedOut } = signIn(forcedOut, { ...command, sessionId: uuid(4) }, later);
    const { secretHash: _, ...session } = state.session ?? leased;
    const lease = { seconds: 120, lastSeenAt: later, sentAt: later, contactGraceSeconds: 30 };
    const connections = ['L1BqmfBKDoECIUg=', 'L1BqmfBKDoECIUh='];
    const paged = { ...state, session: { ...session, lease, connections, contacts: leased.contacts } };
    expect(sizeWith({ state: paged, events: [] })).toBeLessThan(1024);
  });

  test('stays below a kilobyte when the agent signs in', () => {
    const { session: _, ...signedOut } = signedIn;
    const { state, events } = signIn(
      signedOut,
      { ...leased, ipAddress: anAddress('10.0.0.1'), leaseSeconds: 120, takeOver: false },
      later,
    );
    expect(sizeWith({ state: state ?? signedOut, events })).toBeLessThan(1024);
  });
});
