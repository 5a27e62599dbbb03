import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { limitKey } from '#adapters/dynamodb/limits/keys.ts';
import { makeDynamoRateLimits } from '#adapters/dynamodb/limits/rate-limits.ts';
import { seconds } from '#core/instant.ts';
import { someDay } from '../../support/agents.ts';
import { type EmbeddedDynamodb, startEmbeddedDynamodb, type TableNames } from '../../support/embedded-dynamodb.ts';
import { intercept, lostAnswer } from '../../support/intercept.ts';
import { type Meter, makeMeter } from '../../support/meter.ts';
import { meteredTables } from '../../support/metered-tables.ts';

const caller = { instanceId: 'demo', callerId: 'key-1' };
const limit = { perSecond: 10, burst: 5 };

let dynamodb: EmbeddedDynamodb;
let names: TableNames;
let meter: Meter;
beforeAll(async () => {
  dynamodb = await startEmbeddedDynamodb();
});
afterAll(() => dynamodb.stop());
beforeEach(async () => {
  names = await dynamodb.makeTables();
  meter = makeMeter({ clock: { now: () => someDay }, tables: meteredTables(names) });
});

/** A container, all of which are metered together. */
function container(client = dynamodb.connect()) {
  meter.attach(client);
  const limits = makeDynamoRateLimits({ client, tableName: names.limits }, limit);
  return async (count: number, now: number) => {
    let taken = 0;
    for (let n = 0; n < count; n += 1) {
      if ((await limits.take(caller, now)).type === 'taken') taken += 1;
    }
    return taken;
  };
}

/** Write units since the last time; there is one to a request, and nothing is read. */
function writeUnits() {
  const { writeUnits, readUnits, requests } = meter.usage();
  expect({ readUnits, requests }).toEqual({
    readUnits: 0,
    requests: writeUnits === 0 ? {} : { UpdateItem: writeUnits },
  });
  meter.reset();
  return writeUnits;
}

describe('of one container', () => {
  test('each token costs one write unit, from a full bucket and from one that is filling', async () => {
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

describe('of several containers', () => {
  test('one that takes the bucket for full while another empties it pays two write units, once', async () => {
    const [one, other] = [container(), container()];
    await one(1, someDay);
    writeUnits();
    expect(await other(1, someDay)).toBe(1);
    expect(writeUnits()).toBe(2);
    expect(await other(1, someDay)).toBe(1);
    expect(await one(1, someDay)).toBe(1);
    expect(writeUnits()).toBe(2);
  });

  test('each pays one write unit when the bucket has filled up between', async () => {
    const [one, other] = [container(), container()];
    expect((await one(1, someDay)) + (await other(1, someDay + 100)) + (await one(1, someDay + 200))).toBe(3);
    expect(writeUnits()).toBe(3);
  });

  test('one that took no token pays two write units for the first refusal and one for each later one', async () => {
    const [one, other] = [container(), container()];
    await one(5, someDay);
    writeUnits();
    expect(await other(1, someDay)).toBe(0);
    expect(writeUnits()).toBe(2);
    expect(await other(3, someDay + 50)).toBe(0);
    expect(writeUnits()).toBe(3);
  });
});

test('a lost answer costs the caller a token, and never gives one more', async () => {
  const client = dynamodb.connect();
  let writes = 0;
  intercept(client, async ({ send }) => {
    await send();
    writes += 1;
    if (writes === 1) throw lostAnswer();
  });
  expect(await container(client)(5, someDay)).toBe(4);
});

test('a bucket expires a day after the last token', async () => {
  await container()(2, someDay);
  const { client, Key } = { client: dynamodb.connect(), Key: limitKey('demo', 'key-1') };
  const { Item } = await client.send(new GetCommand({ TableName: names.limits, Key }));
  expect(Item).toEqual({ ...Key, fullAt: someDay + 200, expiresAt: Date.UTC(2026, 10, 22, 9, 30) / 1000 });
});
