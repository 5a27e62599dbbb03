import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { makeSecretHash } from '#adapters/crypto/secret-hash.ts';
import { makeDynamoApiKeyStore } from '#adapters/dynamodb/api-keys.ts';
import { makeDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { type ApiKeyStore, KeyExistsError } from '#core/access/access.ts';
import { allFulfilled, inParallel } from '#core/in-parallel.ts';
import { credentials, region } from './aws/account.ts';
import type { App } from './aws/app.ts';
import type { ServedApp } from './aws/start-app.ts';
import { StartError } from './aws/start-error.ts';
import type { Seed } from './seed.ts';

type Instance = Seed['instances'][number];
type Agent = Instance['agents'][number];

/**
 * Puts the data of a seed in. Keys are written to their table, since no API request creates one. Agents are put in through
 * the API, as any client would. An existing key is kept; an existing agent is overwritten.
 *
 * @throws StartError if the API refuses an agent
 */
export async function applySeed({ addresses, app }: ServedApp, { instances }: Seed): Promise<void> {
  const client = new DynamoDBClient({ region, credentials, endpoint: addresses.dynamodb });
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
      throw new StartError(
        `Agent ${agentId} of instance ${instance.instanceId} cannot be put in: ${response.status} ${answer}`,
      );
    }
  };
  const agent = `/v1/agents/${encodeURIComponent(agentId)}`;
  await put(agent, profile);
  if (session !== undefined) await put(`${agent}/session`, { ...session, takeOver: true });
}

/** The app's table of API keys: the one that its functions read. */
function keysTable({ functions }: App): string {
  const table = functions.find(({ environment }) => environment.KEYS_TABLE !== undefined)?.environment.KEYS_TABLE;
  if (table === undefined)
    throw new StartError('No function of the app has the variable KEYS_TABLE, so there is no table for the keys');
  return table;
}
