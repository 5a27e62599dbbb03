import { randomBytes } from 'node:crypto';
import { makeDynamoSigningKeys } from '#adapters/dynamodb/signing-keys/signing-keys.ts';
import { makeSignedPasses } from '#adapters/signed-passes.ts';
import { env } from '../env.ts';
import { clock } from './clock.ts';
import { dynamodb } from './dynamodb.ts';

const keys = makeDynamoSigningKeys({ client: dynamodb, tableName: env('SIGNING_KEYS_TABLE') }, () => randomBytes(32));

export const passes = makeSignedPasses({ keys, clock });
