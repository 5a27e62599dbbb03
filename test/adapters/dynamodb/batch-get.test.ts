import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { batchGet } from '#adapters/dynamodb/batch-get.ts';
import { makeDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { type JsonService, onThisMachine, startJsonService } from '../../support/json-service.ts';

const requestShape = z.object({
  RequestItems: z.object({ agents: z.object({ Keys: z.array(z.record(z.string(), z.unknown())) }) }),
});

let dynamodb: JsonService;
afterEach(() => dynamodb.stop());

/** A table in which every key exists, and which answers so many of them in a request. */
async function aTable(atMost: number) {
  dynamodb = await startJsonService(({ body }) => {
    const { Keys } = requestShape.parse(body).RequestItems.agents;
    const rest = Keys.slice(atMost);
    return {
      Responses: { agents: Keys.slice(0, atMost) },
      UnprocessedKeys: rest.length > 0 ? { agents: { Keys: rest } } : {},
    };
  });
  const client = makeDocumentClient(new DynamoDBClient(onThisMachine(dynamodb.endpoint)));
  return { client, tableName: 'agents' };
}

const keys = (n: number) => Array.from({ length: n }, (_, index) => ({ pk: `p${index}`, sk: 's' }));
const pause = async () => {};

test('asks for a hundred keys at a time', async () => {
  const found = await batchGet(await aTable(100), keys(201), { pause });
  expect(found).toHaveLength(201);
  expect(dynamodb.requests).toHaveLength(3);
});

test('asks again for what was left unread', async () => {
  const found = await batchGet(await aTable(40), keys(100), { pause });
  expect(found).toEqual(keys(100));
  expect(dynamodb.requests).toHaveLength(3);
});

test('gives up on a table that keeps answering in part', async () => {
  const pauses: number[] = [];
  const remember = async (milliseconds: number) => pauses.push(milliseconds);
  await expect(batchGet(await aTable(0), keys(2), { pause: remember })).rejects.toThrow(
    '2 of 2 items of agents were not read in 6 attempts',
  );
  expect(pauses).toEqual([25, 50, 100, 200, 400]);
});
