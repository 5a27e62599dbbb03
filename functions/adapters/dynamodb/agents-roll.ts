import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { AgentIdPage } from '#core/agents/ports.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import {
  agentIdOf,
  agentKey,
  agentPrefix,
  agentSortKey,
  agentsTable,
  teamMemberKey,
  teamPartition,
} from './agents-table.ts';
import type { DynamoTable } from './document-client.ts';

// Agents whether they are signed in or not.

export interface Page {
  /** Of a team also who is signed out. @default false */
  readonly withSignedOut?: boolean;
  readonly limit: number;
  readonly cursor?: string;
}

/** A place in a cursor: DynamoDB would refuse a key that is longer than any id. */
export const agentIdShape = z.string().check(z.minLength(1), z.maxLength(256));

const keyShape = z.object({ pk: z.string(), sk: z.string() });

/** The members of a team, by id. Some may have left it: their own profiles tell. */
export async function membersOf(
  table: DynamoTable,
  { instanceId, teamId }: { readonly instanceId: string; readonly teamId: string },
  { limit, cursor }: Page,
): Promise<AgentIdPage> {
  const pk = teamPartition(instanceId, teamId);
  const after = cursor === undefined ? undefined : decodeCursor(pk, agentIdShape, cursor);
  const { Items = [], LastEvaluatedKey } = await table.client.send(
    new QueryCommand({
      TableName: table.tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ConsistentRead: true,
      Limit: limit,
      ExclusiveStartKey: after === undefined ? undefined : teamMemberKey(instanceId, teamId, after),
    }),
  );
  return {
    agentIds: Items.map((item) => keyShape.parse(item).sk),
    ...(LastEvaluatedKey && { cursor: encodeCursor(pk, keyShape.parse(LastEvaluatedKey).sk) }),
  };
}

/** All agents of an instance, by id. */
export async function everyAgent(
  table: DynamoTable,
  instanceId: string,
  { limit, cursor }: Page,
): Promise<AgentIdPage> {
  const list = agentPrefix(instanceId);
  const after = cursor === undefined ? undefined : decodeCursor(list, agentIdShape, cursor);
  const { Items = [], LastEvaluatedKey } = await table.client.send(
    new QueryCommand({
      TableName: table.tableName,
      IndexName: agentsTable.bySortKey,
      KeyConditionExpression: 'sk = :sk AND begins_with(pk, :prefix)',
      ExpressionAttributeValues: { ':sk': agentSortKey, ':prefix': list },
      Limit: limit,
      ExclusiveStartKey: after === undefined ? undefined : agentKey(instanceId, after),
    }),
  );
  return {
    agentIds: Items.map((item) => agentIdOf(keyShape.parse(item).pk)),
    ...(LastEvaluatedKey && { cursor: encodeCursor(list, agentIdOf(keyShape.parse(LastEvaluatedKey).pk)) }),
  };
}
