import { once } from 'node:events';
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { agentsTable } from '#adapters/dynamodb/agents/keys.ts';
import { alarmsTable } from '#adapters/dynamodb/alarms/keys.ts';
import { chatsTable } from '#adapters/dynamodb/chats/keys.ts';
import { makeDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { jobsTable } from '#adapters/dynamodb/jobs/keys.ts';
import { keysTable } from '#adapters/dynamodb/keys/keys.ts';
import { limitsTable } from '#adapters/dynamodb/limits/keys.ts';
import { settingsTable } from '#adapters/dynamodb/settings/keys.ts';
import { signingKeysTable } from '#adapters/dynamodb/signing-keys/keys.ts';
import { transcriptsTable } from '#adapters/dynamodb/transcripts/keys.ts';

export interface EmbeddedDynamodb {
  readonly endpoint: string;
  /** A client of its own, so that middleware added to it meets nobody else. */
  connect(): DynamoDBDocumentClient;
  /** New, empty tables. */
  makeTables(): Promise<TableNames>;
  stop(): Promise<void>;
}

export interface TableNames {
  readonly agents: string;
  readonly jobs: string;
  readonly keys: string;
  readonly chats: string;
  readonly alarms: string;
  readonly transcripts: string;
  readonly settings: string;
  readonly signingKeys: string;
  readonly limits: string;
}

/** Starts a DynamoDB in this process, with its items in memory. */
export async function startEmbeddedDynamodb(): Promise<EmbeddedDynamodb> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The embedded DynamoDB has no port');
  const endpoint = `http://127.0.0.1:${address.port}`;

  const clients: DynamoDBClient[] = [];
  function connect() {
    const client = new DynamoDBClient({
      endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    clients.push(client);
    return makeDocumentClient(client);
  }
  const admin = connect();
  let made = 0;

  return {
    endpoint,
    connect,

    async makeTables() {
      made += 1;
      const names = {
        agents: `agents-${made}`,
        jobs: `jobs-${made}`,
        keys: `keys-${made}`,
        chats: `chats-${made}`,
        alarms: `alarms-${made}`,
        transcripts: `transcripts-${made}`,
        settings: `settings-${made}`,
        signingKeys: `signing-keys-${made}`,
        limits: `limits-${made}`,
      };
      await Promise.all([
        admin.send(new CreateTableCommand(agentsDefinition(names.agents))),
        admin.send(new CreateTableCommand(definition(names.jobs, [jobsTable.partitionKey, jobsTable.sortKey]))),
        admin.send(new CreateTableCommand(definition(names.keys, [keysTable.partitionKey]))),
        admin.send(new CreateTableCommand(definition(names.chats, [chatsTable.partitionKey, chatsTable.sortKey]))),
        admin.send(new CreateTableCommand(definition(names.alarms, [alarmsTable.partitionKey, alarmsTable.sortKey]))),
        admin.send(new CreateTableCommand(definition(names.signingKeys, [signingKeysTable.partitionKey]))),
        admin.send(new CreateTableCommand(definition(names.limits, [limitsTable.partitionKey]))),
        admin.send(new CreateTableCommand(transcriptsDefinition(names.transcripts))),
        admin.send(
          new CreateTableCommand(definition(names.settings, [settingsTable.partitionKey, settingsTable.sortKey])),
        ),
      ]);
      return names;
    },

    async stop() {
      for (const client of clients) client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const keySchema = (attributes: readonly string[]) =>
  attributes.map((AttributeName, n) => ({ AttributeName, KeyType: n === 0 ? ('HASH' as const) : ('RANGE' as const) }));

const definition = (TableName: string, keys: readonly string[], indexKeys: readonly string[] = []) => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST' as const,
  KeySchema: keySchema(keys),
  AttributeDefinitions: [...keys, ...indexKeys].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S' as const,
  })),
});

function agentsDefinition(tableName: string): CreateTableCommandInput {
  const { partitionKey, sortKey, onlineByAddress } = agentsTable;
  const indexKeys = [onlineByAddress.partitionKey, onlineByAddress.sortKey];
  return {
    ...definition(tableName, [partitionKey, sortKey], indexKeys),
    GlobalSecondaryIndexes: [
      {
        IndexName: onlineByAddress.name,
        KeySchema: keySchema(indexKeys),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  };
}

function transcriptsDefinition(tableName: string): CreateTableCommandInput {
  const { partitionKey, sortKey, byTime } = transcriptsTable;
  return {
    ...definition(tableName, [partitionKey, sortKey], [byTime.sortKey]),
    LocalSecondaryIndexes: [
      {
        IndexName: byTime.name,
        KeySchema: keySchema([partitionKey, byTime.sortKey]),
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  };
}
