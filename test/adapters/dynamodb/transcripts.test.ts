import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { transcriptKeys, transcriptsTable } from '#adapters/dynamodb/chat-tables.ts';
import { makeDynamoTranscript } from '#adapters/dynamodb/transcript.ts';
import { someDay } from '../../support/agents.ts';
import { chatKey } from '../../support/chats.ts';
import { interceptRequests, lostAnswer } from '../../support/intercept.ts';
import { aMessage, messages } from '../../support/messages.ts';
import { useTable } from './use-table.ts';

const table = useTable('transcripts');
const options = { keptForDays: 8 };
const transcript = makeDynamoTranscript(table, options);

const thisChat = { ...chatKey, startedAt: someDay };
const uuid = (n: number) => `a3f4c2d1-9b8e-4c7a-8d6f-${String(n).padStart(12, '0')}`;
/** A message of the usual size: two lines of text, ids that are UUIDs. */
const aUsualMessage = aMessage({
  messageId: uuid(1),
  participantId: uuid(2),
  clientToken: uuid(3),
  displayName: 'Bartholomew F.',
  content: 'My invoice of last month shows a call that I did not make. '.repeat(4),
});

describe('keeping a message', () => {
  test('is one request and two write units, for the table and for the order of time, and reads nothing', async () => {
    await transcript.add(thisChat, aUsualMessage);
    const { requests, writeUnitsOf, readUnits } = table.meter.usage();
    expect(requests).toEqual({ PutItem: 1 });
    expect(writeUnitsOf).toEqual({
      [table.tableName]: 1,
      [`${table.tableName}/${transcriptsTable.byTime.name}`]: 1,
    });
    expect(readUnits).toBe(0);
  });

  test('a second time reads the first one once', async () => {
    await transcript.add(thisChat, aUsualMessage);
    table.meter.reset();
    await transcript.add(thisChat, aUsualMessage);
    const { requests, writeUnits, readUnits } = table.meter.usage();
    expect({ requests, writeUnits, readUnits }).toEqual({
      requests: { PutItem: 1, GetItem: 1 },
      writeUnits: 1,
      readUnits: 1,
    });
  });

  test('whose answer was lost keeps it once, as it was', async () => {
    const forgetting = table.another();
    let writes = 0;
    interceptRequests(forgetting.client, async ({ operation, send }) => {
      if (operation === 'PutItem') writes += 1;
      await send();
      if (operation === 'PutItem' && writes === 1) throw lostAnswer();
    });
    expect(await makeDynamoTranscript(forgetting, options).add(thisChat, aMessage())).toEqual(aMessage());
    expect(writes).toBe(2);
    expect(await transcript.read(thisChat, { direction: 'forward', limit: 9 })).toEqual([aMessage()]);
  });

  test('keeps it for as many days as are set at that moment', async () => {
    const set = { keptForDays: 8 };
    const changing = makeDynamoTranscript(table, set);
    const expiryOf = async (messageId: string) => {
      await changing.add(thisChat, aMessage({ messageId }));
      const Key = transcriptKeys(thisChat).message('customer', messageId);
      const { Item } = await table.client.send(new GetCommand({ TableName: table.tableName, Key }));
      return Item?.[transcriptsTable.timeToLive];
    };
    expect(await expiryOf('message-1')).toBe(Date.UTC(2026, 10, 29, 9, 30) / 1000);
    set.keptForDays = 1;
    expect(await expiryOf('message-2')).toBe(Date.UTC(2026, 10, 22, 9, 30) / 1000);
  });
});

test('the longest client token fits into a sort key', () => {
  const { sk } = transcriptKeys(thisChat).message('p'.repeat(64), '語'.repeat(500));
  expect(Buffer.byteLength(sk)).toBeLessThanOrEqual(1024);
});

describe('reading a transcript', () => {
  test('is one request for a page', async () => {
    for (const message of messages(20)) await transcript.add(thisChat, message);
    table.meter.reset();
    await transcript.read(thisChat, { direction: 'backward', limit: 15 });
    expect(table.meter.usage().requests).toEqual({ Query: 1 });
  });

  test('returns a full page of the longest messages, which DynamoDB does not return at once', async () => {
    const written = messages(100, { content: '語'.repeat(12_000) }).map((message) => ({
      ...message,
      clientToken: message.messageId,
    }));
    for (const message of written) await transcript.add(thisChat, message);
    table.meter.reset();
    for (const direction of ['forward', 'backward'] as const) {
      const page = await transcript.read(thisChat, { direction, limit: 99 });
      const expected = direction === 'forward' ? written : written.toReversed();
      expect(page.map(({ messageId }) => messageId)).toEqual(expected.slice(0, 99).map(({ messageId }) => messageId));
    }
    expect(table.meter.usage().requests.Query).toBeGreaterThan(2);
  });
});
