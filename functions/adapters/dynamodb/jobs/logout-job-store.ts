import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { StaleVersionError } from '#core/commit.ts';
import type { LogoutJobStore } from '#core/sessions/ports.ts';
import { putVersion, removeOutbox } from '../conditional-write.ts';
import type { DynamoTable } from '../document-client.ts';
import { fromJobItem, toJobItem } from './job-item.ts';
import { jobCounterKey, jobKeys } from './keys.ts';

const counterShape = z.object({ last: z.number() });

/** Keeps logout jobs in the jobs table. */
export function makeDynamoLogoutJobStore(table: DynamoTable): LogoutJobStore {
  const { client, tableName: TableName } = table;
  return {
    async load(key) {
      const Key = jobKeys(key.instanceId, key.jobId).job;
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item && fromJobItem(key, Item);
    },

    async save(next, previous) {
      if (await putVersion(table, toJobItem(next), previous?.version)) return;
      const { instanceId, jobId } = next.state;
      throw new StaleVersionError(`Job ${instanceId}/${jobId} is no longer at version ${previous?.version ?? 0}`);
    },

    async clearOutbox({ state, version }) {
      await removeOutbox(table, jobKeys(state.instanceId, state.jobId).job, version);
    },

    async nextJobId(instanceId) {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName,
          Key: jobCounterKey(instanceId),
          UpdateExpression: 'ADD #last :one',
          ExpressionAttributeNames: { '#last': 'last' },
          ExpressionAttributeValues: { ':one': 1 },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return counterShape.parse(Attributes).last;
    },
  };
}
