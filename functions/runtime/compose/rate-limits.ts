import { makeDynamoRateLimits } from '#adapters/dynamodb/limits/rate-limits.ts';
import { env } from '../env.ts';
import { dynamodb } from './dynamodb.ts';

export const rateLimits = makeDynamoRateLimits({ client: dynamodb, tableName: env('LIMITS_TABLE') });
