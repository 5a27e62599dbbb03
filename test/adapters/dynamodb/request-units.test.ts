import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeDynamoAgentDirectory } from '#adapters/dynamodb/agents/agent-directory.ts';
import { toAgentItem } from '#adapters/dynamodb/agents/agent-item.ts';
import { makeDynamoAgentStore } from '#adapters/dynamodb/agents/agent-store.ts';
import { agentsTable } from '#adapters/dynamodb/agents/keys.ts';
import type { DynamoTable } from '#adapters/dynamodb/document-client.ts';
import { makeMemoryAlarms } from '#adapters/memory/alarms.ts';
import { makeMemoryPublisher } from '#adapters/memory/publisher.ts';
import { makeCommit } from '#core/commit.ts';
import { inParallel } from '#core/in-parallel.ts';
import type { Agent, AgentKey } from '#core/sessions/agent.ts';
import type { AgentEvent } from '#core/sessions/events.ts';
import { forceLogout } from '#core/sessions/forced-logout.ts';
import { aContact, anAddress, aRange, aSession, recorded, someDay, stored } from '../../support/agents.ts';
import { type EmbeddedDynamodb, startEmbeddedDynamodb, type TableNames } from '../../support/embedded-dynamodb.ts';
import { itemSize } from '../../support/item-size.ts';
import { type Meter, makeMeter } from '../../support/meter.ts';
import { meteredTables } from '../../support/metered-tables.ts';
import { aUsualAgent, uuid } from './a-usual-agent.ts';

const clock = { now: () => someDay };

let dynamodb: EmbeddedDynamodb;
let names: TableNames;
let table: DynamoTable;
let meter: Meter;
beforeAll(async () => {
  dynamodb = await startEmbeddedDynamodb();
});
afterAll(() => dynamodb.stop());
beforeEach(async () => {
  names = await dynamodb.makeTables();
  table = { client: dynamodb.connect(), tableName: names.agents };
  meter = makeMeter({ clock, tables: meteredTables(names) });
  meter.attach(table.client);
});

const commitAgent = () =>
  makeCommit<AgentKey, Agent, AgentEvent>({
    store: makeDynamoAgentStore(table),
    publisher: makeMemoryPublisher<AgentEvent>(),
    alarms: makeMemoryAlarms(),
    clock,
    report: (_, error) => {
      throw error;
    },
    target: (key) => ({ kind: 'agent', ...key }),
  });

describe('a forced logout of one idle agent', () => {
  test.each(['caller', 'redelivery'] as const)(
    'costs three write units for a %s: save, index, outbox',
    async (retrier) => {
      const agent = aUsualAgent();
      await makeDynamoAgentStore(table).save(stored(agent), undefined);
      meter.reset();
      const order = {
        timing: 'afterContact',
        requestedBy: 'key-1',
        reason: 'End of the shift',
        message: 'Good night',
      } as const;
      const ofJob = { jobId: 12, chunk: '3.14' };
      const command = retrier === 'caller' ? order : { ...order, ...ofJob };
      await commitAgent()(agent, (state, now) => forceLogout(state, command, now), retrier);
      const { writeUnitsOf, readUnits, requests } = meter.usage();
      expect(writeUnitsOf).toEqual({
        [names.agents]: 2,
        [`${names.agents}/${agentsTable.onlineByAddress.name}`]: 1,
      });
      expect(readUnits).toBe(1);
      expect(requests).toEqual({ GetItem: 1, PutItem: 1, UpdateItem: 1 });
    },
  );
});

test('a signed-in agent with a contact, an outbox and the marks of four jobs is written for one unit', () => {
  const outcome = { type: 'loggedOut', previousStatus: 'Available', contacts: 1 } as const;
  const agent = aUsualAgent({
    session: aSession({ sessionId: uuid(2), contacts: [aContact(uuid(3))] }),
    logoutMarks: [1, 2, 3, 4].map((jobId) => ({ jobId, chunk: '12.34', outcome })),
  });
  const { instanceId, agentId } = agent;
  const fact: AgentEvent = {
    type: 'AgentLoggedOut',
    instanceId,
    agentId,
    sessionId: uuid(2),
    cause: 257,
    requestedBy: 'key-1',
    reason: 'End of the shift',
    jobId: 4,
    previousStatus: 'Available',
    releasedContactIds: [uuid(3)],
  };
  const event = recorded(fact, { eventId: `${instanceId}/agent/${agentId}/12`, sequence: 12 });
  const item = toAgentItem(stored(agent, { version: 40, sequence: 12, outbox: [event], alarmAt: someDay }));
  expect(itemSize(item)).toBeLessThan(960);
});

test('a contact, a status and a sign-out never write to a team', async () => {
  const store = makeDynamoAgentStore(table);
  const idle = stored(aUsualAgent());
  await store.save(idle, undefined);
  meter.reset();
  const busy = stored(aUsualAgent({ session: aSession({ contacts: [aContact('c1')] }) }), { version: 2 });
  await store.save(busy, idle);
  expect(meter.usage().writeUnits).toBe(1);
});

test('finding 256 agents of a range among many reads what their entries weigh, within a tenth', async () => {
  const store = makeDynamoAgentStore(table);
  const fleet = Array.from({ length: 1_024 }, (_, n) =>
    aUsualAgent({
      agentId: uuid(n),
      profile: { name: 'n', email: 'e', agentNumber: '1', teamIds: [] },
      session: aSession({ ipAddress: anAddress(`10.0.${Math.floor(n / 256)}.${n % 256}`) }),
    }),
  );
  await inParallel(fleet, 20, (agent) => store.save(stored(agent), undefined));
  meter.reset();
  const ipRange = aRange('10.0.2.0', '10.0.2.255');
  const found = await makeDynamoAgentDirectory(table).signedIn('contoso-production', { ipRange }, { limit: 4_900 });
  expect(found.agentIds).toHaveLength(256);
  expect(found.cursor).toBeUndefined();
  const { pk, sk, onlineInstance, onlineAddress } = toAgentItem(stored(aUsualAgent()));
  const needed = (256 * itemSize({ pk, sk, onlineInstance, onlineAddress })) / 4096 / 2;
  expect(meter.usage().readUnits).toBeGreaterThanOrEqual(needed);
  expect(meter.usage().readUnits).toBeLessThanOrEqual(1.1 * needed);
  expect(meter.usage().requests).toEqual({ Query: 1 });
});
