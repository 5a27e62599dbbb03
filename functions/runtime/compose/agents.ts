import { makeDynamoAgentStore } from '#adapters/dynamodb/agents/agent-store.ts';
import { env } from '../env.ts';
import { dynamodb } from './dynamodb.ts';

export const agents = makeDynamoAgentStore({ client: dynamodb, tableName: env('AGENTS_TABLE') });
