import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { makeSecretHash } from '#adapters/crypto/secret-hash.ts';
import { addUnlistedKey, revokeUnlistedKey } from '#adapters/dynamodb/api-keys.ts';
import { makeDocumentClient } from '#adapters/dynamodb/document-client.ts';
import type { Scope } from '#core/access/access.ts';
import type { CleaningUp } from './clean-up.ts';
import { SmokeFault } from './stage-api.ts';

const scopes: readonly Scope[] = ['sessions:read', 'sessions:write', 'logout:bulk', 'chats:write', 'timers:configure'];

/** Makes a key for this run, which is revoked at its end. @throws SmokeFault if the table does not take it */
export async function makeKey(
  { instanceId = 'smoke', region }: { readonly instanceId?: string; readonly region?: string },
  tableName: string,
  cleaning: CleaningUp,
): Promise<string> {
  const client = makeDocumentClient(new DynamoDBClient({ ...(region !== undefined && { region }) }));
  const table = { client, tableName };
  const keyId = `smoke-${randomBytes(6).toString('hex')}`;
  const secret = randomBytes(32).toString('base64url');
  try {
    await addUnlistedKey(table, { keyId, instanceId, scopes, secretHash: makeSecretHash().hash(secret) });
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new SmokeFault(`No key can be made in the table ${tableName}: ${reason}`);
  }
  cleaning.later(`the key ${keyId}`, () => revokeUnlistedKey(table, keyId));
  return `${keyId}:${secret}`;
}
