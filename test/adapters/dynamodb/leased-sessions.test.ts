import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { toAgentItem } from '#adapters/dynamodb/agents/agent-item.ts';
import { makeDynamoAgentStore } from '#adapters/dynamodb/agents/agent-store.ts';
import type { DynamoTable } from '#adapters/dynamodb/document-client.ts';
import { makeSessionSecrets } from '#adapters/session-secrets.ts';
import { seconds } from '#core/instant.ts';
import type { Agent } from '#core/sessions/agent.ts';
import { type AgentEvent, causes } from '#core/sessions/events.ts';
import { endSession } from '#core/sessions/forced-logout.ts';
import { signIn } from '#core/sessions/presence.ts';
import { aContact, anAddress, aSession, recorded, someDay, stored } from '../../support/agents.ts';
import { type EmbeddedDynamodb, startEmbeddedDynamodb, type TableNames } from '../../support/embedded-dynamodb.ts';
import { intercept, lostAnswer } from '../../support/intercept.ts';
import { itemSize } from '../../support/item-size.ts';
import { makeMeter } from '../../support/meter.ts';
import { meteredTables } from '../../support/metered-tables.ts';
import { aUsualAgent, uuid } from './a-usual-agent.ts';

const secretHash = makeSessionSecrets().hash(uuid(9));
const later = someDay + seconds(40);

/** A session with a lease, a secret and a call, of an agent who had a session before and was logged out by four jobs. */
const leased = aSession({
  sessionId: uuid(2),
  secretHash,
  lease: { seconds: 120, heardAt: someDay + 1_234 },
  contacts: [aContact(uuid(3))],
});
const signedIn = {
  ...aUsualAgent({
    securityProfileId: 'team-lead-emea',
    endedSessions: [{ sessionId: uuid(8), secretHash, signedInAt: someDay + 1_234, cause: 257, isTold: true }],
    logoutMarks: [1, 2, 3, 4].map((jobId) => ({
      jobId,
      chunk: '12.34',
      outcome: { type: 'loggedOut', previousStatus: 'Available', contacts: 1 } as const,
    })),
  }),
  session: leased,
};

let dynamodb: EmbeddedDynamodb;
let names: TableNames;
beforeAll(async () => {
  dynamodb = await startEmbeddedDynamodb();
});
afterAll(() => dynamodb.stop());
beforeEach(async () => {
  names = await dynamodb.makeTables();
});
const aTable = (): DynamoTable => ({ client: dynamodb.connect(), tableName: names.agents });

describe('word of a client', () => {
  async function metered() {
    const table = aTable();
    const meter = makeMeter({ clock: { now: () => someDay }, tables: meteredTables(names) });
    meter.attach(table.client);
    const store = makeDynamoAgentStore(table);
    await store.save(stored<Agent, AgentEvent>(signedIn, { alarmAt: later }), undefined);
    meter.reset();
    return { store, meter };
  }
  /** One write unit on the table, none on its index. */
  const oneWrite = () => ({ requests: { UpdateItem: 1 }, writeUnitsOf: { [names.agents]: 1 }, readUnits: 0 });

  test('costs one request and one write unit, touches no key of the index, and reads nothing', async () => {
    const { store, meter } = await metered();
    expect(await store.hear(signedIn, { secretHash }, { at: later })).toBe(true);
    expect(meter.usage()).toMatchObject(oneWrite());
    expect(meter.usage().writeUnits).toBe(1);
  });

  test('that is not heard costs no more', async () => {
    const { store, meter } = await metered();
    expect(await store.hear(signedIn, { secretHash: 'other' }, { at: later })).toBe(false);
    expect(meter.usage()).toMatchObject(oneWrite());
    expect(meter.usage().writeUnits).toBe(1);
  });

  test('whose answer got lost is heard all the same', async () => {
    const table = aTable();
    let writes = 0;
    intercept(table.client, async ({ operation, send }) => {
      await send();
      if (operation !== 'UpdateItem') return;
      writes += 1;
      if (writes === 1) throw lostAnswer();
    });
    const store = makeDynamoAgentStore(table);
    await store.save(stored<Agent, AgentEvent>(signedIn), undefined);
    expect(await store.hear(signedIn, { secretHash }, { at: later })).toBe(true);
    expect((await store.load(signedIn))?.state.session?.lease?.heardAt).toBe(later);
    expect(writes).toBe(2);
  });
});

describe('the item of an agent with a lease and a secret', () => {
  /** How large the item is in which a change is saved: with a turn, and with its events in the outbox. */
  function sizeWith({ state, events }: { readonly state: Agent; readonly events: readonly AgentEvent[] }) {
    const outbox = events.map((fact, n) => recorded(fact, { sequence: 40 + n }));
    const turn = { turnId: uuid(7), until: someDay + 15_678 };
    return itemSize(toAgentItem(stored({ ...state, turn }, { version: 400, sequence: 42, outbox, alarmAt: later })));
  }

  test('stays well below a kilobyte while nothing happens', () => {
    expect(sizeWith({ state: signedIn, events: [] })).toBeLessThan(900);
  });

  test('stays below a kilobyte when the agent is signed out by force with a call in hand', () => {
    const requestedBy = uuid(5);
    expect(sizeWith(endSession(signedIn, causes.forcedBySupervisor, { requestedBy }))).toBeLessThan(1024);
  });

  test('stays below a kilobyte through a session with two pages after a forced logout with all the words there may be', () => {
    const order = { requestedBy: uuid(5), reason: 'r'.repeat(256), message: 'm'.repeat(512) };
    const { state: forcedOut } = endSession(signedIn, causes.forcedBySupervisor, order);
    const command = { ...leased, ipAddress: anAddress('10.0.0.1'), leaseSeconds: 120, takeOver: false };
    const { state = forcedOut } = signIn(forcedOut, { ...command, sessionId: uuid(4) }, later);
    const { secretHash: _, ...session } = state.session ?? leased;
    const lease = { seconds: 120, heardAt: later, saidAt: later, contactGraceSeconds: 30 };
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
