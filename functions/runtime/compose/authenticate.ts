import { createHash } from 'node:crypto';
import { makeDynamoApiKeyStore } from '#adapters/dynamodb/keys/api-key-store.ts';
import { makeSecretHash } from '#adapters/secret-hash.ts';
import { makeAuthenticate } from '#core/access/access.ts';
import { makeRememberCallers } from '#core/access/remember-callers.ts';
import { env } from '../env.ts';
import { clock } from './clock.ts';
import { dynamodb } from './dynamodb.ts';

const keys = makeDynamoApiKeyStore({ client: dynamodb, tableName: env('KEYS_TABLE') });

export const authenticate = makeRememberCallers(makeAuthenticate({ keys, secrets: makeSecretHash() }), {
  clock,
  fingerprint: (text) => createHash('sha256').update(text).digest('base64'),
});
