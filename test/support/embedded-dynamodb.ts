import { once } from 'node:events';
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { makeDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { withLateIndexes } from '../../local/aws/dynamodb/late-indexes.ts';
import { meteredTable, type TableName, type TableNames } from './metered-tables.ts';
import type { MeteredTable } from './shadow-table.ts';

export interface EmbeddedDynamodb {
  readonly endpoint: string;
  /** A client of its own, so that middleware added to it affects nobody else. */
  connect(): DynamoDBDocumentClient;
  /** Lets the indexes show everything that has been written. */
  catchUp(): Promise<void>;
  /** A new, empty table. @returns its name */
  makeTable(name: TableName): Promise<string>;
  /** All of Lastcall's tables, new and empty. */
  makeTables(): Promise<TableNames>;
  stop(): Promise<void>;
}

/**
 * Starts a DynamoDB in this process, with its items in memory.
 *
 * @param indexLag how late global secondary indexes are, in milliseconds; they may be made to catch up
 */
export async function startEmbeddedDynamodb({ indexLag = 0 } = {}): Promise<EmbeddedDynamodb> {
  const makeEmulator = () => dynalite({ createTableMs: 0, deleteTableMs: 0 });
  const emulator = makeEmulator();
  const late = indexLag > 0 ? await withLateIndexes(makeEmulator, emulator, indexLag) : undefined;
  const server = late?.server ?? emulator;
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

  async function makeTable(name: TableName): Promise<string> {
    made += 1;
    const tableName = `${name}-${made}`;
    await admin.send(new CreateTableCommand(definitionOf(meteredTable(name, tableName))));
    return tableName;
  }

  return {
    endpoint,
    connect,
    catchUp: async () => late?.catchUp(),
    makeTable,

    async makeTables() {
      const [agents, jobs, keys, chats, wakeUps, transcripts, settings, signingKeys, limits, audit, supervisors] =
        await Promise.all([
          makeTable('agents'),
          makeTable('jobs'),
          makeTable('keys'),
          makeTable('chats'),
          makeTable('wakeUps'),
          makeTable('transcripts'),
          makeTable('settings'),
          makeTable('signingKeys'),
          makeTable('limits'),
          makeTable('audit'),
          makeTable('supervisors'),
        ]);
      return { agents, jobs, keys, chats, wakeUps, transcripts, settings, signingKeys, limits, audit, supervisors };
    },

    async stop() {
      for (const client of clients) client.destroy();
      server.close();
      await once(server, 'close');
      await late?.close();
    },
  };
}

const keySchema = (attributes: readonly string[]) =>
  attributes.map((AttributeName, n) => ({ AttributeName, KeyType: n === 0 ? ('HASH' as const) : ('RANGE' as const) }));

function definitionOf({ tableName, keys, indexes }: MeteredTable): CreateTableCommandInput {
  const attributes = [...new Set([...keys, ...indexes.flatMap((index) => index.keys)])];
  const [partitionKey] = keys;
  const local = indexes.filter((index) => index.keys[0] === partitionKey).map(indexDefinition);
  const global = indexes.filter((index) => index.keys[0] !== partitionKey).map(indexDefinition);
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema(keys),
    AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    ...(local.length > 0 && { LocalSecondaryIndexes: local }),
    ...(global.length > 0 && { GlobalSecondaryIndexes: global }),
  };
}

const indexDefinition = ({ name, keys, projection }: MeteredTable['indexes'][number]) => ({
  IndexName: name,
  KeySchema: keySchema(keys),
  Projection: { ProjectionType: projection === 'all' ? ('ALL' as const) : ('KEYS_ONLY' as const) },
});
