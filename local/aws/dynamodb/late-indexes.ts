import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { z } from 'zod';
import { close, listen, parseJson, readBody } from '../http-server.ts';

/** DynamoDB's limit for one request. */
const maximumBytes = 16 * 1024 * 1024;

/** What is later than this is copied by `catchUp` alone: a timer would fire at once. */
const longestTimer = 2 ** 31 - 1;

const key = z.array(z.looseObject({ AttributeName: z.string() }));
const item = z.record(z.string(), z.unknown());
const request = z.looseObject({
  TableName: z.string().optional(),
  IndexName: z.string().optional(),
  Item: item.optional(),
  Key: item.optional(),
});
const described = z.object({
  Table: z.looseObject({
    KeySchema: key,
    AttributeDefinitions: z.array(z.unknown()),
    GlobalSecondaryIndexes: z
      .array(z.looseObject({ IndexName: z.string(), KeySchema: key, Projection: z.unknown() }))
      .optional(),
  }),
});
const got = z.object({ Item: item.optional() });
const scanned = z.object({ Items: z.array(item), LastEvaluatedKey: item.optional() });

type Item = z.output<typeof item>;
type Request = z.output<typeof request>;

/** A DynamoDB whose global secondary indexes are late. It does not listen yet. */
export interface LateIndexes {
  readonly server: Server;
  /** Lets the indexes show everything that has been written. */
  catchUp(): Promise<void>;
  close(): Promise<void>;
}

interface Table {
  readonly keys: readonly string[];
  readonly indexes: readonly string[];
}

interface Change {
  readonly at: number;
  readonly table: string;
  readonly key: Item;
  readonly item: Item | undefined;
}

/**
 * Makes the global secondary indexes of an emulator show what was true some time ago. Queries of an index go to a second
 * emulator, into which every item that was written is copied when that time is over. Transactions are not copied.
 */
export async function withLateIndexes(
  makeEmulator: () => Server,
  emulator: Server,
  milliseconds: number,
): Promise<LateIndexes> {
  const copy = makeEmulator();
  const [url, copyUrl] = [await listen(emulator, 0, 'DynamoDB'), await listen(copy, 0, 'DynamoDB')];
  const tables = new Map<string, Promise<Table>>();
  const changes: Change[] = [];
  let headers: Record<string, string> = {};
  let reading = Promise.resolve();
  let applying = Promise.resolve();

  const post = (to: string, target: string, body: string) =>
    fetch(to, { method: 'POST', headers: { ...headers, 'x-amz-target': target }, body });

  async function call(to: string, operation: string, body: object): Promise<unknown> {
    const answer = await post(to, `DynamoDB_20120810.${operation}`, JSON.stringify(body));
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${operation} answered ${answer.status}: ${text}`);
    return JSON.parse(text);
  }

  /** A table and, if it has indexes, its copy with the items it has now. */
  async function open(TableName: string): Promise<Table> {
    const { Table } = described.parse(await call(url, 'DescribeTable', { TableName }));
    const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes = [] } = Table;
    const keys = KeySchema.map(({ AttributeName }) => AttributeName);
    const indexes = GlobalSecondaryIndexes.map(({ IndexName }) => IndexName);
    if (indexes.length === 0) return { keys, indexes };
    const known = new Set(
      [...KeySchema, ...GlobalSecondaryIndexes.flatMap((index) => index.KeySchema)].map((each) => each.AttributeName),
    );
    await call(copyUrl, 'CreateTable', {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema,
      AttributeDefinitions: AttributeDefinitions.filter((each) =>
        known.has(z.looseObject({ AttributeName: z.string() }).parse(each).AttributeName),
      ),
      GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) => ({
        IndexName,
        KeySchema,
        Projection,
      })),
    });
    let ExclusiveStartKey: Item | undefined;
    do {
      const page = scanned.parse(await call(url, 'Scan', { TableName, ConsistentRead: true, ExclusiveStartKey }));
      for (const Item of page.Items) await call(copyUrl, 'PutItem', { TableName, Item });
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return { keys, indexes };
  }

  function tableOf(name: string): Promise<Table> {
    const opened = tables.get(name) ?? open(name);
    tables.set(name, opened);
    return opened;
  }

  /** Reads what was written. One after the other, so that no earlier state of an item is read later. */
  function follow({ TableName = '', Key, Item }: Request): void {
    reading = reading.then(async () => {
      const { keys, indexes } = await tableOf(TableName);
      const written = Key ?? Item;
      if (written === undefined || indexes.length === 0) return;
      const key = Object.fromEntries(keys.map((name) => [name, written[name]]));
      const { Item: item } = got.parse(await call(url, 'GetItem', { TableName, Key: key, ConsistentRead: true }));
      const at = Date.now() + milliseconds;
      changes.push({ at, table: TableName, key, item });
      // When it is due, whoever asks or not: otherwise the first query would wait until everything before it is copied. A timer
      // may fire a millisecond before the clock shows the instant, so it names the instant itself. What fails here is tried again
      // by the next query, which tells it.
      if (milliseconds <= longestTimer) setTimeout(() => void apply(at).catch(() => undefined), milliseconds).unref();
    });
  }

  /** Copies what is due. One after the other, so that no earlier state of an item is copied later. */
  function apply(until: number): Promise<void> {
    applying = applying.catch(() => undefined).then(() => copyUntil(until));
    return applying;
  }

  async function copyUntil(until: number): Promise<void> {
    await reading;
    for (let [next] = changes; next !== undefined && next.at <= until; [next] = changes) {
      const { table: TableName, key: Key, item: Item } = next;
      await (Item ? call(copyUrl, 'PutItem', { TableName, Item }) : call(copyUrl, 'DeleteItem', { TableName, Key }));
      changes.shift();
    }
  }

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = String((await readBody(incoming, maximumBytes)) ?? '');
    const target = String(incoming.headers['x-amz-target']);
    headers = textHeaders(incoming.headers);
    const operation = target.slice(target.indexOf('.') + 1);
    const given = request.safeParse(parseJson(body)).data ?? {};
    const ofIndex = given.TableName !== undefined && given.IndexName !== undefined;
    // Before its first write, so that the copy begins with what was there.
    const isWrite = writes.has(operation) && given.TableName !== undefined;
    const table = ofIndex || isWrite ? await tableOf(given.TableName ?? '').catch(() => undefined) : undefined;
    const isLate = ofIndex && table?.indexes.includes(given.IndexName ?? '') === true;
    if (isLate) await apply(Date.now());
    const answered = await post(isLate ? copyUrl : url, target, body);
    if (answered.ok && isWrite && table) follow(given);
    const type = answered.headers.get('content-type') ?? 'application/x-amz-json-1.0';
    response.writeHead(answered.status, { 'content-type': type }).end(Buffer.from(await answered.arrayBuffer()));
  }

  return {
    server: createServer((incoming, response) => {
      answer(incoming, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
    }),
    catchUp: () => apply(Number.POSITIVE_INFINITY),
    close: async () => void (await Promise.all([close(emulator), close(copy)])),
  };
}

const writes = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

/** What the emulator needs of the headers of a request. */
function textHeaders({
  authorization,
  'content-type': type,
  'x-amz-date': date,
}: IncomingHttpHeaders): Record<string, string> {
  return {
    'content-type': type ?? 'application/x-amz-json-1.0',
    ...(authorization !== undefined && { authorization }),
    ...(typeof date === 'string' && { 'x-amz-date': date }),
  };
}
