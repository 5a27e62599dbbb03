import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { DynamoTable } from '#adapters/dynamodb/document-client.ts';
import { transcriptKeys, transcriptsTable } from '#adapters/dynamodb/transcripts/keys.ts';
import { makeDynamoTranscript } from '#adapters/dynamodb/transcripts/transcript.ts';
import { someDay } from '../../support/agents.ts';
import { chatKey } from '../../support/chats.ts';
import { type EmbeddedDynamodb, startEmbeddedDynamodb, type TableNames } from '../../support/embedded-dynamodb.ts';
import { intercept, lostAnswer } from '../../support/intercept.ts';
import { aMessage, messages } from '../../support/messages.ts';
import { type Meter, makeMeter } from '../../support/meter.ts';
import { meteredTables } from '../../support/metered-tables.ts';

let dynamodb: EmbeddedDynamodb;
beforeAll(async () => {
  dynamodb = await startEmbeddedDynamodb();
});
afterAll(() => dynamodb.stop());

let names: TableNames;
let table: DynamoTable;
let meter: Meter;
beforeEach(async () => {
  names = await dynamodb.makeTables();
  table = { client: dynamodb.connect(), tableName: names.transcripts };
  meter = makeMeter({ clock: { now: () => someDay }, tables: meteredTables(names) });
  meter.attach(table.client);
});

const thisChat = { ...chatKey, startedAt: someDay };
const uuid = (n: number) => `a3f4c2d1-9b8e-4c7a-8d6f-${String(n).padStart(12, '0')}`;
/** As long as most: two lines of text, ids that are UUIDs. */
const aUsualMessage = aMessage({
  messageId: uuid(1),
  participantId: uuid(2),
  clientToken: uuid(3),
  displayName: 'Bartholomew F.',
  content: 'My invoice of last month shows a call that I did not make. '.repeat(4),
});

describe('keeping a message', () => {
  test('is one request and two write units, for the table and for the order of time, and reads nothing', async () => {
    await makeDynamoTranscript(table).add(thisChat, aUsualMessage);
    const { requests, writeUnitsOf, readUnits } = meter.usage();
    expect(requests).toEqual({ PutItem: 1 });
    expect(writeUnitsOf).toEqual({
      [names.transcripts]: 1,
      [`${names.transcripts}/${transcriptsTable.byTime.name}`]: 1,
    });
    expect(readUnits).toBe(0);
  });

  test('that was kept before reads it once', async () => {
    const transcript = makeDynamoTranscript(table);
    await transcript.add(thisChat, aUsualMessage);
    meter.reset();
    await transcript.add(thisChat, aUsualMessage);
    const { requests, writeUnits, readUnits } = meter.usage();
    expect({ requests, writeUnits, readUnits }).toEqual({
      requests: { PutItem: 1, GetItem: 1 },
      writeUnits: 1,
      readUnits: 1,
    });
  });

  test('whose answer got lost keeps it once, as it was', async () => {
    const { tableName } = table;
    const client = dynamodb.connect();
    let writes = 0;
    intercept(client, async ({ operation, send }) => {
      if (operation === 'PutItem') writes += 1;
      await send();
      if (operation === 'PutItem' && writes === 1) throw lostAnswer();
    });
    const transcript = makeDynamoTranscript({ client, tableName });
    expect(await transcript.add(thisChat, aMessage())).toEqual(aMessage());
    expect(writes).toBe(2);
    expect(await transcript.read(thisChat, { direction: 'forward', limit: 9 })).toEqual([aMessage()]);
  });

  test('keeps it for eight days', async () => {
    await makeDynamoTranscript(table).add(thisChat, aMessage());
    const { client, tableName: TableName } = table;
    const Key = transcriptKeys(thisChat).message('customer', 'message-1');
    const { Item } = await client.send(new GetCommand({ TableName, Key }));
    expect(Item?.[transcriptsTable.timeToLive]).toBe(Date.UTC(2026, 10, 29, 9, 30) / 1000);
  });
});

test('the longest client token is not too long for a sort key', () => {
  const { sk } = transcriptKeys(thisChat).message('p'.repeat(64), '語'.repeat(500));
  expect(Buffer.byteLength(sk)).toBeLessThanOrEqual(1024);
});

describe('reading a transcript', () => {
  test('is one request for a page', async () => {
    const transcript = makeDynamoTranscript(table);
    for (const message of messages(20)) await transcript.add(thisChat, message);
    meter.reset();
    await transcript.read(thisChat, { direction: 'backward', limit: 15 });
    expect(meter.usage().requests).toEqual({ Query: 1 });
  });

  test('gives a full page of the longest messages, which DynamoDB does not hand out at once', async () => {
    const transcript = makeDynamoTranscript(table);
    const written = messages(100, { content: '語'.repeat(12_000) }).map((message) => ({
      ...message,
      clientToken: message.messageId,
    }));
    for (const message of written) await transcript.add(thisChat, message);
    meter.reset();
    for (const direction of ['forward', 'backward'] as const) {
      const page = await transcript.read(thisChat, { direction, limit: 99 });
      const expected = direction === 'forward' ? written : written.toReversed();
      expect(page.map(({ messageId }) => messageId)).toEqual(expected.slice(0, 99).map(({ messageId }) => messageId));
    }
    expect(meter.usage().requests.Query).toBeGreaterThan(2);
  });
});
