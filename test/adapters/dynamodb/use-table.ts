import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { DynamoTable } from '#adapters/dynamodb/document-client.ts';
import { someDay } from '../../support/agents.ts';
import { type EmbeddedDynamodb, startEmbeddedDynamodb } from '../../support/embedded-dynamodb.ts';
import { type Meter, makeMeter } from '../../support/meter.ts';
import { meteredTable, type TableName } from '../../support/metered-tables.ts';

interface Opened extends DynamoTable {
  readonly meter: Meter;
}

/**
 * A new table for each test, in a DynamoDB that the tests of a file share. The meter watches the table's client.
 * Called once, outside the tests.
 */
export function useTable(name: TableName, clock: { now(): number } = { now: () => someDay }) {
  let dynamodb: EmbeddedDynamodb;
  let opened: Opened;
  beforeAll(async () => {
    dynamodb = await startEmbeddedDynamodb();
  });
  afterAll(() => dynamodb.stop());
  beforeEach(async () => {
    const tableName = await dynamodb.makeTable(name);
    const meter = makeMeter({ clock, tables: [meteredTable(name, tableName)] });
    const client = dynamodb.connect();
    meter.attach(client);
    opened = { client, tableName, meter };
  });
  return {
    get client() {
      return opened.client;
    },
    get tableName() {
      return opened.tableName;
    },
    get meter() {
      return opened.meter;
    },
    /** The same table over a client of its own, which is not metered. */
    another: (): DynamoTable => ({ client: dynamodb.connect(), tableName: opened.tableName }),
  };
}
