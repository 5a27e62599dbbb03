import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { makeDynamoAgentDirectory } from '#adapters/dynamodb/agents/agent-directory.ts';
import { makeDynamoAgentStore } from '#adapters/dynamodb/agents/agent-store.ts';
import type { DynamoTable } from '#adapters/dynamodb/document-client.ts';
import { StaleVersionError } from '#core/commit.ts';
import { anAgent, aSession, stored } from '../../support/agents.ts';
import { type EmbeddedDynamodb, startEmbeddedDynamodb } from '../../support/embedded-dynamodb.ts';
import { intercept } from '../../support/intercept.ts';

let dynamodb: EmbeddedDynamodb;
beforeAll(async () => {
  dynamodb = await startEmbeddedDynamodb();
});
afterAll(() => dynamodb.stop());

let tableName: string;
beforeEach(async () => {
  tableName = (await dynamodb.makeTables()).agents;
});
const aTable = (): DynamoTable => ({ client: dynamodb.connect(), tableName });

const online = (...teamIds: string[]) => anAgent({ teamIds, session: aSession() });
const support = async () => {
  const directory = makeDynamoAgentDirectory(aTable());
  return (await directory.signedIn('demo', { teamId: 'support' }, { limit: 10 })).agentIds;
};

/** A table whose requests of this kind wait until they are let go. */
function slowTable(slow: string) {
  const table = aTable();
  const held = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  intercept(table.client, async ({ operation, send }) => {
    if (operation === slow) {
      held.resolve();
      await released.promise;
    }
    await send();
  });
  return { store: makeDynamoAgentStore(table), held: held.promise, release: released.resolve };
}

test('a removal that comes late does not undo what a later save has added', async () => {
  const store = makeDynamoAgentStore(aTable());
  const [member, left] = [stored(online('support')), stored(online(), { version: 2 })];
  await store.save(member, undefined);
  const leaver = slowTable('DeleteItem');
  const leaving = leaver.store.save(left, member);
  await leaver.held;
  await store.save(stored(online('support'), { version: 3 }), left);
  leaver.release();
  await leaving;
  expect(await support()).toEqual(['ann']);
});

test('nor does it after an addition that came late, too, and lost', async () => {
  const store = makeDynamoAgentStore(aTable());
  const [out, member] = [stored(online()), stored(online('support'), { version: 2 })];
  const left = stored(online(), { version: 3 });
  await store.save(out, undefined);
  const joiner = slowTable('PutItem');
  const joining = joiner.store.save(member, out);
  await joiner.held;
  await store.save(member, out);
  const leaver = slowTable('DeleteItem');
  const leaving = leaver.store.save(left, member);
  await leaver.held;
  await store.save(stored(online('support'), { version: 4 }), left);
  joiner.release();
  await expect(joining).rejects.toBeInstanceOf(StaleVersionError);
  leaver.release();
  await leaving;
  expect(await support()).toEqual(['ann']);
});

test('a crash before the save leaves an orphan that nobody sees', async () => {
  const crashing = aTable();
  let writes = 0;
  intercept(crashing.client, async ({ send }) => {
    writes += 1;
    if (writes > 1) throw new Error('Crash');
    await send();
  });
  await makeDynamoAgentStore(aTable()).save(stored(online()), undefined);
  const joined = stored(online('support'), { version: 2 });
  await expect(makeDynamoAgentStore(crashing).save(joined, stored(online()))).rejects.toThrow('Crash');
  expect(await support()).toEqual([]);
});

test('a membership that cannot be removed is no fault of the save', async () => {
  const broken = aTable();
  intercept(broken.client, async ({ operation, send }) => {
    if (operation === 'DeleteItem') throw new Error('Crash');
    await send();
  });
  const store = makeDynamoAgentStore(broken);
  const member = stored(online('support'));
  await store.save(member, undefined);
  await store.save(stored(online(), { version: 2 }), member);
  expect(await support()).toEqual([]);
});

test('a save that changes no team writes the agent and nothing else', async () => {
  const table = aTable();
  const operations: string[] = [];
  const store = makeDynamoAgentStore(table);
  const member = stored(online('support', 'sales'));
  await store.save(member, undefined);
  intercept(table.client, async ({ operation, send }) => {
    operations.push(operation);
    await send();
  });
  await store.save(stored(anAgent({ teamIds: ['sales', 'support'] }), { version: 2 }), member);
  expect(operations).toEqual(['PutItem']);
});
