import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { LogoutJobStore } from '#core/sessions/ports.ts';
import { makeDynamoAggregateStore } from '../aggregate-store.ts';
import type { DynamoTable } from '../document-client.ts';
import { fromJobItem, toJobItem } from './job-item.ts';
import { jobCounterKey, jobKeys } from './keys.ts';

const counterShape = z.object({ last: z.number() });

/** Keeps logout jobs in the jobs table. */
export function makeDynamoLogoutJobStore(table: DynamoTable): LogoutJobStore {
  const { client, tableName: TableName } = table;
  return {
    ...makeDynamoAggregateStore(table, {
      nameOf: ({ instanceId, jobId }) => `Job ${instanceId}/${jobId}`,
      keyOf: ({ instanceId, jobId }) => jobKeys(instanceId, jobId).job,
      toItem: toJobItem,
      fromItem: fromJobItem,
    }),

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
