import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { encodeCursor } from '#adapters/cursor.ts';
import { makeDynamoAgentDirectory } from '#adapters/dynamodb/agents/agent-directory.ts';
import { makeDynamoAgentStore } from '#adapters/dynamodb/agents/agent-store.ts';
import { agentKey } from '#adapters/dynamodb/agents/keys.ts';
import type { DynamoTable } from '#adapters/dynamodb/document-client.ts';
import { StaleVersionError } from '#core/commit.ts';
import { BadCursorError } from '#core/sessions/bad-cursor.ts';
import { anAddress, anAgent, anAgentEvent, aRange, aSession, recorded, stored } from '../../support/agents.ts';
import { type EmbeddedDynamodb, startEmbeddedDynamodb } from '../../support/embedded-dynamodb.ts';
import { intercept, lostAnswer } from '../../support/intercept.ts';

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

const online = () => anAgent({ session: aSession() });

describe('a lost answer', () => {
  /** A table that loses the answer of the first write. */
  function forgetful(): DynamoTable {
    const table = aTable();
    let isFirst = true;
    intercept(table.client, async ({ operation, send }) => {
      await send();
      if (operation !== 'PutItem' || !isFirst) return;
      isFirst = false;
      throw lostAnswer();
    });
    return table;
  }

  test('does not make a save that took place look stale', async () => {
    const saved = stored(online(), { sequence: 1, outbox: [recorded(anAgentEvent())] });
    await makeDynamoAgentStore(forgetful()).save(saved, undefined);
    expect(await makeDynamoAgentStore(aTable()).load(saved.state)).toEqual(saved);
  });

  test('does not make a save look done that somebody else was faster than', async () => {
    const table = aTable();
    let attempts = 0;
    intercept(table.client, async ({ send }) => {
      attempts += 1;
      if (attempts > 1) return send();
      await makeDynamoAgentStore(aTable()).save(stored(anAgent({ name: 'Other' })), undefined);
      throw lostAnswer();
    });
    const late = makeDynamoAgentStore(table).save(stored(online()), undefined);
    await expect(late).rejects.toBeInstanceOf(StaleVersionError);
    expect(attempts).toBe(3);
  });
});

test('an item that is no agent is not taken for one', async () => {
  const table = aTable();
  await table.client.send(new PutCommand({ TableName: tableName, Item: { ...agentKey('demo', 'ann'), v: 1 } }));
  await expect(makeDynamoAgentStore(table).load({ instanceId: 'demo', agentId: 'ann' })).rejects.toThrow();
});

test('a cursor that was made up to point outside its range is refused', async () => {
  const ipRange = aRange('10.0.0.1', '10.0.0.9');
  const cursor = encodeCursor(`demo#${ipRange.first}#${ipRange.last}`, [anAddress('10.0.0.10'), 'ann']);
  const outside = makeDynamoAgentDirectory(aTable()).signedIn('demo', { ipRange }, { limit: 1, cursor });
  await expect(outside).rejects.toBeInstanceOf(BadCursorError);
});
