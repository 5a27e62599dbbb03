import { makeDynamoAgentPasswords } from '#adapters/dynamodb/keys/agent-passwords.ts';
import { makePasswordHash } from '#adapters/password-hash.ts';
import { env } from '../env.ts';
import { dynamodb } from './dynamodb.ts';

export const passwords = makeDynamoAgentPasswords({ client: dynamodb, tableName: env('KEYS_TABLE') });
export const passwordHash = makePasswordHash();
