import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { limitKey } from '#adapters/dynamodb/access-tables.ts';
import { makeDynamoRateLimits } from '#adapters/dynamodb/rate-limits.ts';
import { seconds } from '#core/instant.ts';
import { someDay } from '../../support/agents.ts';
import { interceptRequests, lostAnswer } from '../../support/intercept.ts';
import { useTable } from './use-table.ts';

const caller = { instanceId: 'demo', callerId: 'key-1' };
const limit = { perSecond: 10, burst: 5 };

const table = useTable('limits');

/** A container with a client of its own. The meter counts what all of them do. */
function container(own = table.another()) {
  table.meter.attach(own.client);
  const limits = makeDynamoRateLimits(own, limit);
  return async (count: number, now: number) => {
    let taken = 0;
    for (let n = 0; n < count; n += 1) {
      if ((await limits.take(caller, now)).type === 'taken') taken += 1;
    }
    return taken;
  };
}

/** Write units since the last call. Each request costs one, and nothing is read. */
function writeUnits() {
  const { writeUnits, readUnits, requests } = table.meter.usage();
  expect({ readUnits, requests }).toEqual({
    readUnits: 0,
    requests: writeUnits === 0 ? {} : { UpdateItem: writeUnits },
  });
  table.meter.reset();
  return writeUnits;
}

describe('in one container', () => {
  test('each token costs one write unit, from a full bucket and from one that is filling up', async () => {
    const take = container();
    expect(await take(5, someDay)).toBe(5);
    expect(writeUnits()).toBe(5);
    expect(await take(2, someDay + 200)).toBe(2);
    expect(writeUnits()).toBe(2);
    expect(await take(5, someDay + seconds(60))).toBe(5);
    expect(writeUnits()).toBe(5);
  });

  test('a refusal costs nothing', async () => {
    const take = container();
    await take(5, someDay);
    writeUnits();
    expect(await take(100, someDay + 99)).toBe(0);
    expect(writeUnits()).toBe(0);
  });
});

describe('in several containers', () => {
  test('one that takes the bucket for full while another empties it costs two write units, once', async () => {
    const [one, other] = [container(), container()];
    await one(1, someDay);
    writeUnits();
    expect(await other(1, someDay)).toBe(1);
    expect(writeUnits()).toBe(2);
    expect(await other(1, someDay)).toBe(1);
    expect(await one(1, someDay)).toBe(1);
    expect(writeUnits()).toBe(2);
  });

  test('each costs one write unit when the bucket has filled up in between', async () => {
    const [one, other] = [container(), container()];
    expect((await one(1, someDay)) + (await other(1, someDay + 100)) + (await one(1, someDay + 200))).toBe(3);
    expect(writeUnits()).toBe(3);
  });

  test('one that took no token costs two write units for the first refusal and one for each later one', async () => {
    const [one, other] = [container(), container()];
    await one(5, someDay);
    writeUnits();
    expect(await other(1, someDay)).toBe(0);
    expect(writeUnits()).toBe(2);
    expect(await other(3, someDay + 50)).toBe(0);
    expect(writeUnits()).toBe(3);
  });
});

test('a lost answer costs the caller a token and never adds one', async () => {
  const forgetting = table.another();
  let writes = 0;
  interceptRequests(forgetting.client, async ({ send }) => {
    await send();
    writes += 1;
    if (writes === 1) throw lostAnswer();
  });
  expect(await container(forgetting)(5, someDay)).toBe(4);
});

test('a bucket expires a day after the last token', async () => {
  await container()(2, someDay);
  const Key = limitKey('demo', 'key-1');
  const { Item } = await table.client.send(new GetCommand({ TableName: table.tableName, Key }));
  expect(Item).toEqual({ ...Key, fullAt: someDay + 200, expiresAt: Date.UTC(2026, 10, 22, 9, 30) / 1000 });
});
