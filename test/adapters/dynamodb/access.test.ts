import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { makeDynamoAgentPasswords, makeDynamoKeyRings } from '#adapters/dynamodb/access.ts';
import { guessKey, passwordKey, refusalsKey, signingKeyKey } from '#adapters/dynamodb/access-tables.ts';
import { makeDynamoFloodMarks } from '#adapters/dynamodb/flood-marks.ts';
import { makeDynamoPasswordGuesses } from '#adapters/dynamodb/password-guesses.ts';
import { days } from '#core/instant.ts';
import { someDay } from '../../support/agents.ts';
import { useTable } from './use-table.ts';

const ann = { instanceId: 'demo', agentId: '101' };

describe('passwords of agents', () => {
  const table = useTable('keys');
  const passwords = makeDynamoAgentPasswords(table);

  test('an item that is no password is not read as one', async () => {
    const Item = { ...passwordKey(ann), ph: 7 };
    await table.client.send(new PutCommand({ TableName: table.tableName, Item }));
    await expect(passwords.find(ann)).rejects.toThrow();
  });
});

describe('attempts at passwords', () => {
  const table = useTable('limits');
  const guesses = makeDynamoPasswordGuesses(table);
  const guesser = (source: string) => ({ agent: ann, source });

  async function expiresAt(source: string) {
    const Key = guessKey(guesser(source));
    const { Item } = await table.client.send(new GetCommand({ TableName: table.tableName, Key }));
    return Item?.expiresAt;
  }

  test('an attempt costs one read and one write, the first one more for the index, and one read during a pause', async () => {
    for (let n = 0; n < 6; n += 1) {
      table.meter.reset();
      await guesses.count(guesser('one'), await guesses.attemptsOf(guesser('one')), someDay);
      const { requests, writeUnits, readUnits } = table.meter.usage();
      const usual = { requests: { GetItem: 1, UpdateItem: 1 }, writeUnits: n === 0 ? 2 : 1, readUnits: 1 };
      expect({ requests, writeUnits, readUnits }).toEqual(
        n < 5 ? usual : { requests: { GetItem: 1 }, writeUnits: 0, readUnits: 1 },
      );
    }
  });

  test('attempts expire a day after the pause, and a known source 30 days after the last sign-in or attempt', async () => {
    await guesses.count(guesser('two'), undefined, someDay);
    expect(await expiresAt('two')).toBe((someDay + days(1)) / 1000);
    await guesses.succeeded(guesser('two'), someDay);
    expect(await expiresAt('two')).toBe((someDay + days(30)) / 1000);
    await guesses.count(guesser('two'), await guesses.attemptsOf(guesser('two')), someDay + days(1));
    expect(await expiresAt('two')).toBe((someDay + days(31)) / 1000);
  });
});

describe('the mark of a flood', () => {
  const table = useTable('limits');
  const marks = makeDynamoFloodMarks(table);

  test('is none at first, and only moves on', async () => {
    expect(await marks.find()).toBeUndefined();
    await marks.mark(someDay + 5, someDay);
    await marks.mark(someDay + 3, someDay);
    expect(await marks.find()).toBe(someDay + 5);
    await marks.mark(someDay + 7, someDay);
    expect(await marks.find()).toBe(someDay + 7);
  });
});

describe('refusals of a route', () => {
  const table = useTable('limits');
  const marks = makeDynamoFloodMarks(table);
  const window = { routeKey: 'POST /v1/session/heartbeat', number: 7 };

  test('are added up for each window and route, with one write, and expire after a day', async () => {
    expect(await marks.add(window, 28, someDay)).toBe(28);
    table.meter.reset();
    expect(await marks.add(window, 2, someDay)).toBe(30);
    expect(table.meter.usage()).toMatchObject({ requests: { UpdateItem: 1 }, readUnits: 0, writeUnits: 1 });
    expect(await marks.add({ ...window, number: 8 }, 1, someDay)).toBe(1);
    expect(await marks.add({ ...window, routeKey: 'GET /poll' }, 1, someDay)).toBe(1);
    const { Item } = await table.client.send(new GetCommand({ TableName: table.tableName, Key: refusalsKey(window) }));
    expect(Item?.expiresAt).toBe((someDay + days(1)) / 1000);
  });

  test('are no mark', async () => {
    await marks.add(window, 1_000, someDay);
    expect(await marks.find()).toBeUndefined();
  });
});

describe('signing keys', () => {
  const table = useTable('signingKeys');
  const keys = makeDynamoKeyRings(table);

  test('a key that exists costs one read', async () => {
    await keys.replace('demo', { secret: new Uint8Array(32) }, undefined);
    table.meter.reset();
    await keys.find('demo');
    expect(table.meter.usage()).toMatchObject({ requests: { GetItem: 1 }, readUnits: 1, writeUnits: 0 });
  });

  test('a key that is too short is not accepted', async () => {
    const [short, long] = [new Uint8Array(16), new Uint8Array(32)];
    for (const ring of [{ secret: short }, { secret: long, since: 1, previous: short }]) {
      const Item = { ...signingKeyKey('demo'), ...ring };
      await table.client.send(new PutCommand({ TableName: table.tableName, Item }));
      await expect(keys.find('demo')).rejects.toThrow();
    }
  });
});
