import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { makeDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { makeDynamoApiKeyStore } from '#adapters/dynamodb/keys/api-key-store.ts';
import { makeSecretHash } from '#adapters/secret-hash.ts';
import { type ApiKeyStore, KeyExistsError } from '#core/access/access.ts';
import { allFulfilled, inParallel } from '#core/in-parallel.ts';
import type { Addresses } from './addresses.ts';
import type { LocalApp } from './local-app.ts';
import { credentials, place } from './place.ts';
import type { Seed } from './seed.ts';
import { StartFault } from './start-fault.ts';

/** An app that is served. */
export interface ServedApp {
  readonly addresses: Addresses;
  readonly app: LocalApp;
}

type Instance = Seed['instances'][number];
type Agent = Instance['agents'][number];

/**
 * Puts a seed in. Keys go to their table, since no call makes one; agents go through the API like anybody's, so they
 * come out as they would elsewhere. What is there already is kept (a key) or written again (an agent).
 *
 * @throws StartFault if the app refuses an agent
 */
export async function applySeed({ addresses, app }: ServedApp, { instances }: Seed): Promise<void> {
  const client = new DynamoDBClient({ region: place.region, credentials, endpoint: addresses.dynamodb });
  const store = makeDynamoApiKeyStore({ client: makeDocumentClient(client), tableName: keysTable(app) });
  for (const instance of instances) {
    await addKeys(store, instance);
    const results = await inParallel(instance.agents, 4, (agent) => putAgent(addresses.http, instance, agent));
    allFulfilled(results, 'agents of the seed');
  }
  client.destroy();
}

async function addKeys(store: ApiKeyStore, { instanceId, keys }: Instance): Promise<void> {
  const secrets = makeSecretHash();
  for (const { keyId, secret, scopes } of keys) {
    try {
      await store.add({ keyId, instanceId, scopes, secretHash: secrets.hash(secret) });
    } catch (error) {
      if (!(error instanceof KeyExistsError)) throw error;
    }
  }
}

async function putAgent(url: string, instance: Instance, { agentId, session, ...profile }: Agent): Promise<void> {
  const key = instance.keys.find(({ scopes }) => scopes.includes('sessions:write'));
  const authorization = `Basic ${Buffer.from(`${key?.keyId}:${key?.secret}`).toString('base64')}`;
  const put = async (path: string, body: object) => {
    const headers = { authorization, 'content-type': 'application/json' };
    const response = await fetch(`${url}${path}`, { method: 'PUT', headers, body: JSON.stringify(body) });
    const answer = await response.text();
    if (!response.ok) {
      throw new StartFault(
        `Agent ${agentId} of instance ${instance.instanceId} cannot be put in: ${response.status} ${answer}`,
      );
    }
  };
  const agent = `/v1/agents/${encodeURIComponent(agentId)}`;
  await put(agent, profile);
  if (session !== undefined) await put(`${agent}/session`, { ...session, takeOver: true });
}

/** The app's table of keys: the one its own authorizer is told to look in. */
function keysTable(app: LocalApp): string {
  const table = app.functions.find(({ environment }) => environment.KEYS_TABLE !== undefined)?.environment.KEYS_TABLE;
  if (table === undefined)
    throw new StartFault('No function of the app has KEYS_TABLE, so there is nowhere to put keys');
  return table;
}
