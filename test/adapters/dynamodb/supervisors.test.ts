import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { makeDynamoChangeFeed } from '#adapters/dynamodb/change-feed.ts';
import { makeDynamoSupervisorWatches } from '#adapters/dynamodb/supervisor-watches.ts';
import { makeMemoryAgentStore } from '#adapters/memory/agents.ts';
import { makeMemoryChatStore } from '#adapters/memory/chats.ts';
import { makeMemorySockets } from '#adapters/memory/sockets.ts';
import { minutes } from '#core/instant.ts';
import { makeChangeUseCases } from '#core/supervisors/use-cases.ts';
import { someDay, stored } from '../../support/agents.ts';
import { aWatch, memorySupervisorPorts, watchingKeys } from '../../support/supervisors.ts';
import { aUsualAgent, uuid } from './a-usual-agent.ts';
import { useTable } from './use-table.ts';

const table = useTable('supervisors');
const watches = makeDynamoSupervisorWatches(table);
const feed = makeDynamoChangeFeed(table);
const agent = { ...aUsualAgent(), instanceId: 'demo' };

async function pushing() {
  const agents = makeMemoryAgentStore();
  await agents.save(stored(agent), undefined);
  const sockets = makeMemorySockets();
  const { pushChange } = makeChangeUseCases({
    ...memorySupervisorPorts(),
    watches,
    feed,
    agents,
    chats: makeMemoryChatStore(),
    keys: watchingKeys('console'),
    sockets,
    clock: { now: () => someDay },
    report: (_, error) => {
      throw error;
    },
  });
  const { agentId } = agent;
  const detail = { type: 'AgentStatusChanged', sessionId: uuid(2), previousStatus: 'Available', status: 'lunch' };
  const at = '2026-11-21T09:30:00.000Z';
  const event = { eventId: `demo/agent/${agentId}/7`, at, instanceId: 'demo', type: detail.type, detail };
  table.meter.reset();
  return { sockets, push: () => pushChange({ ...event, subject: { of: 'agent', agentId } }, 'one') };
}

describe('a change of an agent', () => {
  beforeEach(() => table.meter.reset());

  test('costs one read unit where nobody watches', async () => {
    const { push } = await pushing();
    await push();
    const { readUnits, writeUnitsOf, requests } = table.meter.usage();
    expect({ readUnits, writeUnitsOf, requests }).toEqual({ readUnits: 1, writeUnitsOf: {}, requests: { Query: 1 } });
  });

  test('costs two read units and four write units, and a message for each page, where pages watch', async () => {
    for (const watchId of ['one', 'two']) {
      await watches.add(aWatch({ watchId, connectionId: watchId, endsAt: someDay + minutes(120) }));
    }
    const { push, sockets } = await pushing();
    await push();
    const { readUnits, writeUnitsOf, requests } = table.meter.usage();
    expect(requests).toEqual({ Query: 2, PutItem: 1 });
    expect(readUnits).toBe(2);
    expect(writeUnitsOf[table.tableName]).toBeLessThanOrEqual(2);
    expect(writeUnitsOf[`${table.tableName}/byTime`]).toBeLessThanOrEqual(2);
    expect(['one', 'two'].map((id) => sockets.framesOf(id).length)).toEqual([1, 1]);
  });
});

test('what cannot be read hurts itself only', async () => {
  const reports: string[] = [];
  const report = (fault: string) => void reports.push(fault);
  await watches.add(aWatch({ instanceId: 'other', watchId: 'well' }));
  const put = (Item: object) => table.client.send(new PutCommand({ TableName: table.tableName, Item: { ...Item } }));
  await put({ pk: 'WATCH#other', sk: 'damaged', callerId: 7 });
  await put({ pk: 'FEED#other#0', sk: 'other/agent/x/1', at: `${someDay}#x`, keptAt: 'soon' });
  expect((await makeDynamoSupervisorWatches(table, report).find('other')).watches).toHaveLength(1);
  expect(await makeDynamoChangeFeed(table, report).read('other', 0, 10)).toEqual([]);
  expect(reports).toHaveLength(2);
});
