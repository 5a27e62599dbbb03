import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Instant, minutes } from '#core/instant.ts';

/** A table, and how it is reached. The name is read with every request, so it may be a getter. */
export interface DynamoTable {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
}

/** The client that every store takes: items are plain objects, and what is `undefined` is left out. */
export const makeDocumentClient = (client: DynamoDBClient): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });

/** The answer to a write; `undefined` when its condition did not hold. */
export const unlessRefused = <Answer>(write: Promise<Answer>): Promise<Answer | undefined> =>
  write.catch((error: unknown) => {
    refusal(error);
    return undefined;
  });

/** Whether the write took place; `false` when its condition did not hold. */
export const isWritten = async (write: Promise<object>): Promise<boolean> => (await unlessRefused(write)) !== undefined;

/** The refusal of a write whose condition did not hold. @throws any other error */
export function refusal(error: unknown): ConditionalCheckFailedException {
  if (error instanceof ConditionalCheckFailedException) return error;
  throw error;
}

/** The TTL attribute, in epoch seconds: so many days after an instant. DynamoDB removes the item some hours later. */
export const expiry = (from: Instant, days: number) => ({
  expiresAt: Math.ceil((from + minutes(days * 24 * 60)) / 1000),
});
