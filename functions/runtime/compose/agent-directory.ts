import { makeDynamoAgentDirectory } from '#adapters/dynamodb/agents/agent-directory.ts';
import { makeListAgents } from '#core/sessions/list-agents.ts';
import { env } from '../env.ts';
import { dynamodb } from './dynamodb.ts';

export const directory = makeDynamoAgentDirectory({ client: dynamodb, tableName: env('AGENTS_TABLE') });

export const listAgents = makeListAgents({ directory });
