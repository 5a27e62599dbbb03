import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import { makeDynamoAgentPasswords } from '#adapters/dynamodb/access.ts';
import { makeDynamoAgentErasure } from '#adapters/dynamodb/agent-erasure.ts';
import { makeDynamoAgentStore } from '#adapters/dynamodb/agents-store.ts';
import { agentKey, teamMemberKey, teamPartition } from '#adapters/dynamodb/agents-table.ts';
import { makeDynamoPasswordGuesses } from '#adapters/dynamodb/password-guesses.ts';
import { StaleVersionError } from '#core/change.ts';
import { anAgent, someDay, stored } from '../../support/agents.ts';
import { useTable } from './use-table.ts';

const tables = { agents: useTable('agents'), keys: useTable('keys'), limits: useTable('limits') };
const { agents, keys, limits } = tables;
const ann = { instanceId: 'demo', agentId: 'ann' };
/** Others whose ids begin alike, or who are of another instance. */
const others = [
  { instanceId: 'demo', agentId: 'ann2' },
  { instanceId: 'demo2', agentId: 'ann' },
];
const sources = Array.from({ length: 12 }, (_, n) => `source-${n}`);

async function open() {
  const store = makeDynamoAgentStore(agents);
  const passwords = makeDynamoAgentPasswords(keys);
  const guesses = makeDynamoPasswordGuesses(limits);
  for (const key of [ann, ...others]) {
    await store.save(stored(anAgent({ ...key, teamIds: ['day', 'night'] })), undefined);
    await passwords.put(key, 'hash');
    for (const source of sources) await guesses.count({ agent: key, source }, undefined, someDay);
  }
  return { store, passwords, guesses, erasure: makeDynamoAgentErasure(tables) };
}

test('an agent is removed as it was loaded, and not if it has changed since', async () => {
  const { store, erasure } = await open();
  const loaded = await store.load(ann);
  if (!loaded) throw new Error('There is no agent');
  await store.save({ ...loaded, version: 2 }, loaded);
  await expect(erasure.removeAgent(loaded)).rejects.toBeInstanceOf(StaleVersionError);
  expect(await store.load(ann)).toBeDefined();
  await erasure.removeAgent({ ...loaded, version: 2 });
  expect(await store.load(ann)).toBeUndefined();
  expect(await store.load(others[0] ?? ann)).toBeDefined();
});

test('memberships of the teams that are named go without the index, which may not show them yet', async () => {
  await open();
  const send = agents.client.send.bind(agents.client);
  const withoutIndex = Object.assign(Object.create(agents.client), {
    send: (command: object) =>
      command instanceof QueryCommand ? Promise.resolve({ Items: [] }) : send(command as Parameters<typeof send>[0]),
  });
  const erasure = makeDynamoAgentErasure({ ...tables, agents: { ...agents, client: withoutIndex } });
  await erasure.removeTraces(ann, ['day']);
  const isMember = async (teamId: string) =>
    (await send(new GetCommand({ TableName: agents.tableName, Key: teamMemberKey('demo', teamId, 'ann') }))).Item !==
    undefined;
  expect([await isMember('day'), await isMember('night')]).toEqual([false, true]);
});

test('memberships, the password and all attempts at it are removed, those included that a crash has left, and nothing of others', async () => {
  const { passwords, guesses, erasure } = await open();
  const orphan = teamMemberKey('demo', 'evening', 'ann');
  await agents.client.send(new PutCommand({ TableName: agents.tableName, Item: { ...orphan, v: 1 } }));
  for (let n = 0; n < 2; n += 1) await erasure.removeTraces(ann, []);
  const { Item } = await agents.client.send(new GetCommand({ TableName: agents.tableName, Key: orphan }));
  expect(Item).toBeUndefined();
  expect(await passwords.find(ann)).toBeUndefined();
  for (const source of sources) expect(await guesses.attemptsOf({ agent: ann, source })).toBeUndefined();
  const { Items = [] } = await agents.client.send(
    new QueryCommand({
      TableName: agents.tableName,
      KeyConditionExpression: 'pk = :team',
      ExpressionAttributeValues: { ':team': teamPartition('demo', 'day') },
    }),
  );
  expect(Items.map(({ sk }) => sk)).toEqual(['ann2']);
  for (const key of others) {
    expect(await passwords.find(key)).toBe('hash');
    expect(await guesses.attemptsOf({ agent: key, source: 'source-3' })).toBeDefined();
  }
  const agent = await agents.client.send(new GetCommand({ TableName: agents.tableName, Key: agentKey('demo', 'ann') }));
  expect(agent.Item).toBeDefined();
});
