import { expect, test } from '@jest/globals';
import { makeDynamoAgentDirectory } from '#adapters/dynamodb/agents-directory.ts';
import { makeDynamoAgentStore } from '#adapters/dynamodb/agents-store.ts';
import { StaleVersionError } from '#core/change.ts';
import { anAgent, aSession, stored } from '../../support/agents.ts';
import { interceptRequests } from '../../support/intercept.ts';
import { useTable } from './use-table.ts';

const table = useTable('agents');

const online = (...teamIds: string[]) => anAgent({ teamIds, session: aSession() });
const support = async () => {
  const directory = makeDynamoAgentDirectory(table);
  return (await directory.signedIn('demo', { teamId: 'support' }, { limit: 10 })).agentIds;
};

/** A store whose requests of this kind wait until they are released. */
function slowTable(slow: string) {
  const slowed = table.another();
  const held = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  interceptRequests(slowed.client, async ({ operation, send }) => {
    if (operation === slow) {
      held.resolve();
      await released.promise;
    }
    await send();
  });
  return { store: makeDynamoAgentStore(slowed), held: held.promise, release: released.resolve };
}

test('a removal that arrives late does not undo what a later save has added', async () => {
  const store = makeDynamoAgentStore(table);
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

test('nor does it after an addition that also arrived late and was refused', async () => {
  const store = makeDynamoAgentStore(table);
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

test('a crash before the save leaves an orphan that nobody is shown', async () => {
  const crashing = table.another();
  let writes = 0;
  interceptRequests(crashing.client, async ({ send }) => {
    writes += 1;
    if (writes > 1) throw new Error('Crash');
    await send();
  });
  await makeDynamoAgentStore(table).save(stored(online()), undefined);
  const joined = stored(online('support'), { version: 2 });
  await expect(makeDynamoAgentStore(crashing).save(joined, stored(online()))).rejects.toThrow('Crash');
  expect(await support()).toEqual([]);
});

test('a membership that cannot be removed does not fail the save', async () => {
  const broken = table.another();
  interceptRequests(broken.client, async ({ operation, send }) => {
    if (operation === 'DeleteItem') throw new Error('Crash');
    await send();
  });
  const store = makeDynamoAgentStore(broken);
  const member = stored(online('support'));
  await store.save(member, undefined);
  await store.save(stored(online(), { version: 2 }), member);
  expect(await support()).toEqual([]);
});

test('a save that changes no team writes only the agent', async () => {
  const operations: string[] = [];
  const store = makeDynamoAgentStore(table);
  const member = stored(online('support', 'sales'));
  await store.save(member, undefined);
  interceptRequests(table.client, async ({ operation, send }) => {
    operations.push(operation);
    await send();
  });
  await store.save(stored(anAgent({ teamIds: ['sales', 'support'] }), { version: 2 }), member);
  expect(operations).toEqual(['PutItem']);
});
