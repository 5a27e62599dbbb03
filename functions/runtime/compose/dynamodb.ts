import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { limitedConfig, withLimits } from '#adapters/call-limits.ts';
import { type DynamoTable, makeDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { traced } from '#tracing';
import { env, type Variable } from '../env.ts';
import { limits } from './limits.ts';

/** The one DynamoDB client of a function. */
export const dynamodb = makeDocumentClient(
  traced(withLimits(new DynamoDBClient(limitedConfig(limits.dynamodb)), limits.dynamodb)),
);

/** A table by the variable that names it. It is read with each request, because a function has only the variables it uses. */
export const table = (variable: Extract<Variable, `${string}_TABLE`>): DynamoTable => ({
  client: dynamodb,
  get tableName() {
    return env(variable);
  },
});
