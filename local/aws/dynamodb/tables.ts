import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  type KeySchemaElement,
  type LocalSecondaryIndexDescription,
  ResourceNotFoundException,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { z } from 'zod';
import type { Declared } from '../resources/declared.ts';
import type { tableType } from '../resources/table.ts';
import { StartError } from '../start-error.ts';

/** A table as its template declares it. */
export type Table = Declared<z.output<typeof tableType.supported>>;

/**
 * Creates the tables that do not exist yet and keeps the others with their items.
 *
 * @throws StartError for an existing table whose keys or indexes differ from the template
 */
export async function provisionTables(client: DynamoDBClient, tables: readonly Table[]): Promise<void> {
  for (const table of tables) {
    const wanted = definition(table);
    const existing = await describe(client, table.name);
    if (existing === undefined) await create(client, wanted);
    else if (!isDeepStrictEqual(fixedParts(existing), fixedParts(wanted))) {
      throw new StartError(
        `Table ${table.name} has other keys or indexes than the state that was kept; start with --fresh to begin anew`,
      );
    }
  }
}

function definition({ name, properties }: Table): CreateTableCommandInput {
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: properties.KeySchema,
    AttributeDefinitions: properties.AttributeDefinitions,
    LocalSecondaryIndexes: properties.LocalSecondaryIndexes,
    GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
      IndexName,
      KeySchema,
      Projection,
    })),
  };
}

async function create(client: DynamoDBClient, wanted: CreateTableCommandInput): Promise<void> {
  await client.send(new CreateTableCommand(wanted));
  for (let attempt = 0; (await describe(client, wanted.TableName))?.TableStatus !== 'ACTIVE'; attempt += 1) {
    if (attempt === 200) throw new Error(`Table ${wanted.TableName} did not become active`);
    await wait(10);
  }
}

async function describe(client: DynamoDBClient, name: string | undefined): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** The parts of a table that cannot change while it has items: keys, their types and the indexes. */
function fixedParts(table: TableDescription | CreateTableCommandInput) {
  const keys = (schema: KeySchemaElement[] | undefined) =>
    schema?.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`);
  const indexes = (list: readonly LocalSecondaryIndexDescription[] | undefined) =>
    (list ?? [])
      .map((index) => [
        index.IndexName,
        keys(index.KeySchema),
        index.Projection?.ProjectionType,
        [...(index.Projection?.NonKeyAttributes ?? [])].sort(),
      ])
      .sort((one, other) => String(one[0]).localeCompare(String(other[0])));
  return {
    keys: keys(table.KeySchema),
    types: table.AttributeDefinitions?.map(
      ({ AttributeName, AttributeType }) => `${AttributeName} ${AttributeType}`,
    ).sort(),
    global: indexes(table.GlobalSecondaryIndexes),
    local: indexes(table.LocalSecondaryIndexes),
  };
}
