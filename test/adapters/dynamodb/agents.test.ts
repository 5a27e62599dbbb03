import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { encodeCursor } from '#adapters/cursor.ts';
import { makeDynamoAgentDirectory } from '#adapters/dynamodb/agents-directory.ts';
import { makeDynamoAgentStore } from '#adapters/dynamodb/agents-store.ts';
import { agentKey } from '#adapters/dynamodb/agents-table.ts';
import type { DynamoTable } from '#adapters/dynamodb/document-client.ts';
import { BadCursorError } from '#core/agents/ports.ts';
import { StaleVersionError } from '#core/change.ts';
import { anAddress, anAgent, anAgentEvent, aRange, aSession, recorded, stored } from '../../support/agents.ts';
import { interceptRequests, lostAnswer } from '../../support/intercept.ts';
import { useTable } from './use-table.ts';

const table = useTable('agents');

const online = () => anAgent({ session: aSession() });

describe('a lost answer', () => {
  /** The table over a client that loses the answer to the first write. */
  function forgetful(): DynamoTable {
    const forgetting = table.another();
    let isFirst = true;
    interceptRequests(forgetting.client, async ({ operation, send }) => {
      await send();
      if (operation !== 'PutItem' || !isFirst) return;
      isFirst = false;
      throw lostAnswer();
    });
    return forgetting;
  }

  test('does not make a successful save look stale', async () => {
    const saved = stored(online(), { sequence: 1, outbox: [recorded(anAgentEvent())] });
    await makeDynamoAgentStore(forgetful()).save(saved, undefined);
    expect(await makeDynamoAgentStore(table).load(saved.state)).toEqual(saved);
  });

  test('does not make a save look successful when another writer was faster', async () => {
    const slow = table.another();
    let attempts = 0;
    interceptRequests(slow.client, async ({ send }) => {
      attempts += 1;
      if (attempts > 1) return send();
      await makeDynamoAgentStore(table).save(stored(anAgent({ name: 'Other' })), undefined);
      throw lostAnswer();
    });
    const late = makeDynamoAgentStore(slow).save(stored(online()), undefined);
    await expect(late).rejects.toBeInstanceOf(StaleVersionError);
    expect(attempts).toBe(3);
  });
});

test('an item that is no agent is not read as one', async () => {
  await table.client.send(new PutCommand({ TableName: table.tableName, Item: { ...agentKey('demo', 'ann'), v: 1 } }));
  await expect(makeDynamoAgentStore(table).load({ instanceId: 'demo', agentId: 'ann' })).rejects.toThrow();
});

test('a forged cursor that points outside its range is refused', async () => {
  const ipRange = aRange('10.0.0.1', '10.0.0.9');
  const cursor = encodeCursor(`demo#${ipRange.first}#${ipRange.last}`, [anAddress('10.0.0.10'), 'ann']);
  const outside = makeDynamoAgentDirectory(table).signedIn('demo', { ipRange }, { limit: 1, cursor });
  await expect(outside).rejects.toBeInstanceOf(BadCursorError);
});
