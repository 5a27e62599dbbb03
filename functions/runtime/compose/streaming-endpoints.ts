import { randomBytes } from 'node:crypto';
import { makeDynamoStreamingEndpoints } from '#adapters/dynamodb/streaming-endpoints.ts';
import { makeEndpointUseCases } from '#core/streaming/use-cases.ts';
import { report } from '../observe.ts';
import { table } from './dynamodb.ts';

export const endpoints = makeDynamoStreamingEndpoints(table('SETTINGS_TABLE'), report);

/** Apart from the delivery to endpoints, which needs clients that whoever changes them does not. */
export const streamingEndpoints = makeEndpointUseCases({
  endpoints,
  newSecret: () => randomBytes(32).toString('base64'),
});
