import { makeDynamoStreamingEndpoints } from '#adapters/dynamodb/settings/streaming-endpoints.ts';
import { env } from '../env.ts';
import { dynamodb } from './dynamodb.ts';

export const streamingEndpoints = makeDynamoStreamingEndpoints({
  client: dynamodb,
  tableName: env('SETTINGS_TABLE'),
});
