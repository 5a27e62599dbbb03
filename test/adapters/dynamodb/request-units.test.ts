import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { agentItem } from '#adapters/dynamodb/agent-item.ts';
import { makeDynamoAgentDirectory } from '#adapters/dynamodb/agents-directory.ts';
import { makeDynamoAgentStore } from '#adapters/dynamodb/agents-store.ts';
import { agentsTable } from '#adapters/dynamodb/agents-table.ts';
import { makeMemoryPublisher, noPauses } from '#adapters/memory/change.ts';
import { makeMemoryWakeUps } from '#adapters/memory/wake-ups.ts';
import type { Agent, AgentKey } from '#core/agents/agent.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import { type ChangeOptions, makeChange } from '#core/change.ts';
import { findPage, listsOf } from '#core/forced-logouts/find-agents.ts';
import { type ForceLogout, forceLogout } from '#core/forced-logouts/logout-decision.ts';
import { makePreviewLogouts } from '#core/forced-logouts/preview.ts';
import { aContact, anAddress, aRange, aSession, recorded, someDay, stored } from '../../support/agents.ts';
import { itemSize } from '../../support/item-size.ts';
import { aUsualAgent, uuid } from './a-usual-agent.ts';
import { useTable } from './use-table.ts';

const clock = { now: () => someDay };
const table = useTable('agents');
const store = makeDynamoAgentStore(table);

const changeAgent = () =>
  makeChange<AgentKey, Agent, AgentEvent>({
    store,
    publisher: makeMemoryPublisher<AgentEvent>(),
    wakeUps: makeMemoryWakeUps(),
    clock,
    pauses: noPauses,
    report: (_, error) => {
      throw error;
    },
    target: (key) => ({ kind: 'agent', ...key }),
  });

describe('a forced logout of one idle agent', () => {
  const order = { requestedBy: 'key-1', reason: 'End of the shift', message: 'Good night' };

  test.each<[string, ForceLogout, ChangeOptions]>([
    ['a request', { timing: 'afterContact', order }, {}],
    ['a job', { timing: 'afterContact', order: { ...order, jobId: 12 }, chunk: '3.14' }, { delivery: 'repeated' }],
  ])('costs three write units in %s: save, index, outbox', async (_, command, options) => {
    const agent = aUsualAgent();
    await store.save(stored(agent), undefined);
    table.meter.reset();
    await changeAgent()(agent, (state, now) => forceLogout(state, command, now), options);
    const { writeUnitsOf, readUnits, requests } = table.meter.usage();
    expect(writeUnitsOf).toEqual({
      [table.tableName]: 2,
      [`${table.tableName}/${agentsTable.onlineByAddress.name}`]: 1,
    });
    expect(readUnits).toBe(1);
    expect(requests).toEqual({ GetItem: 1, PutItem: 1, UpdateItem: 1 });
  });
});

test('a preview of a team reads no more than the plan of its job, and writes nothing', async () => {
  const agents = Array.from({ length: 30 }, (_, n) => ({ ...aUsualAgent(), agentId: `member-${n}` }));
  for (const agent of agents) await store.save(stored(agent), undefined);
  const directory = makeDynamoAgentDirectory(table, { clock });
  const [teamId = ''] = aUsualAgent().profile.teamIds;
  const selector = { agentIds: [], teamIds: [teamId], ipRanges: [] };
  const { instanceId } = aUsualAgent();
  table.meter.reset();
  const lists = listsOf(directory, instanceId, selector);
  await findPage(lists, { page: 0, from: { list: 0 } }, { agentsPerPage: 4_900, clock });
  const plan = table.meter.usage().readUnits;
  table.meter.reset();
  const preview = makePreviewLogouts({ directory, backends: () => undefined, clock });
  const { rows } = await preview(instanceId, selector, { timing: 'immediate', order: { requestedBy: 'key-1' } });
  const { readUnits, writeUnitsOf } = table.meter.usage();
  expect(rows.length).toBeGreaterThanOrEqual(30);
  expect(readUnits).toBeLessThanOrEqual(plan);
  expect(writeUnitsOf).toEqual({});
});

test('a signed-in agent with a contact, an outbox and the marks of four jobs is written for one unit', () => {
  const outcome = { type: 'loggedOut', previousStatus: 'Available', contacts: 1 } as const;
  const agent = aUsualAgent({
    session: aSession({ sessionId: uuid(2), contacts: [aContact(uuid(3))] }),
    logoutMarks: [1, 2, 3, 4].map((jobId) => ({ jobId, chunk: '12.34', outcome })),
  });
  const { instanceId, agentId } = agent;
  const fact: AgentEvent = {
    type: 'AgentSignedOut',
    instanceId,
    agentId,
    sessionId: uuid(2),
    cause: 'forced',
    order: {
      requestedBy: 'key-1',
      from: { via: 'apiKey', ipAddress: '2001:db8:85a3:8d3:1319:8a2e:370:7348' },
      reason: 'End of the shift',
      jobId: 4,
    },
    previousStatus: 'Available',
    releasedContactIds: [uuid(3)],
  };
  const event = recorded(fact, { eventId: `${instanceId}/agent/${agentId}/12`, sequence: 12 });
  const item = agentItem.toItem(
    stored(agent, {
      version: 40,
      sequence: 12,
      outbox: [event],
      notice: { after: 11, until: someDay },
      wakeUpAt: someDay,
    }),
  );
  expect(itemSize(item)).toBeLessThan(990);
});

test('a contact, a status and a sign-out never write to a team', async () => {
  const idle = stored(aUsualAgent());
  await store.save(idle, undefined);
  table.meter.reset();
  const busy = stored(aUsualAgent({ session: aSession({ contacts: [aContact('c1')] }) }), { version: 2 });
  await store.save(busy, idle);
  expect(table.meter.usage().writeUnits).toBe(1);
});

test('finding 256 agents of a range among many reads the size of their entries, within a tenth', async () => {
  const fleet = Array.from({ length: 1_024 }, (_, n) =>
    aUsualAgent({
      agentId: uuid(n),
      profile: { name: 'n', email: 'e', agentNumber: '1', teamIds: [] },
      session: aSession({ ipAddress: anAddress(`10.0.${Math.floor(n / 256)}.${n % 256}`) }),
    }),
  );
  await putAll(fleet.map((agent) => agentItem.toItem(stored(agent))));
  const ipRange = aRange('10.0.2.0', '10.0.2.255');
  const found = await makeDynamoAgentDirectory(table).signedIn('contoso-production', { ipRange }, { limit: 4_900 });
  expect(found.agentIds).toHaveLength(256);
  expect(found.cursor).toBeUndefined();
  const { pk, sk, onlineInstance, onlineAddress } = agentItem.toItem(stored(aUsualAgent()));
  const needed = (256 * itemSize({ pk, sk, onlineInstance, onlineAddress })) / 4096 / 2;
  expect(table.meter.usage().readUnits).toBeGreaterThanOrEqual(needed);
  expect(table.meter.usage().readUnits).toBeLessThanOrEqual(1.1 * needed);
  expect(table.meter.usage().requests).toEqual({ Query: 1 });
});

/** Writes items past the store, 25 in a request. */
async function putAll(items: readonly Record<string, unknown>[]) {
  const { client, tableName } = table.another();
  for (let start = 0; start < items.length; start += 25) {
    const requests = items.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [tableName]: requests } }));
  }
}
