import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { batchGet } from '#adapters/dynamodb/batch-get.ts';
import type { DynamoTable } from '#adapters/dynamodb/document-client.ts';
import { allFulfilled, inParallel } from '#core/in-parallel.ts';
import { type Item, itemsOf } from './tables.ts';

/** Numbers that only ever grow: the version of an item, the number of its latest event, the latest job of an instance. */
const growing = ['v', 'sq', 'last'] as const;

/** What was put back, and what was removed because it was not there at that instant. */
export interface PutBack {
  readonly put: number;
  readonly removed: number;
}

/**
 * Makes a table what another one is, item by item; it may be repeated. Numbers that grow keep the higher value: consumers
 * have seen the events since the instant and would take new ones of the same id for repeats, an agent would ignore a chat
 * whose events begin at a lower number, and a job of the same number would find the marks of the other one on its agents.
 * The version moves on, so that a change that is under way fails and begins again.
 */
export async function putBack(
  client: DynamoDBDocumentClient,
  { from, to, dryRun }: { readonly from: string; readonly to: string; readonly dryRun: boolean },
): Promise<PutBack> {
  let [put, removed] = [0, 0];
  for await (const page of pagesOf(itemsOf(client, from))) {
    const replaced = await named({ client, tableName: to }, page, growing);
    if (!dryRun) {
      const puts = await inParallel(page, width, (item) =>
        client.send(new PutCommand({ TableName: to, Item: moveOn(item, replaced.get(nameOf(item))) })),
      );
      allFulfilled(puts, 'items');
    }
    put += page.length;
  }
  for await (const page of pagesOf(itemsOf(client, to))) {
    const restored = await named({ client, tableName: from }, page, []);
    const others = page.filter((item) => !restored.has(nameOf(item)));
    if (!dryRun) {
      const deletes = await inParallel(others, width, (item) =>
        client.send(new DeleteCommand({ TableName: to, Key: keyOf(item) })),
      );
      allFulfilled(deletes, 'items');
    }
    removed += others.length;
  }
  return { put, removed };
}

/** Items that are compared at once, and written at the same time. */
const pageSize = 100;
const width = 25;

async function* pagesOf(items: AsyncIterable<Item>): AsyncIterable<readonly Item[]> {
  let page: Item[] = [];
  for await (const item of items) {
    page.push(item);
    if (page.length < pageSize) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** The items of a table that have the names of these, with some of their attributes. */
async function named(table: DynamoTable, page: readonly Item[], attributes: readonly string[]) {
  const found = await batchGet(table, page.map(keyOf), {
    attributes: [...Object.keys(keyOf(page[0] ?? {})), ...attributes],
  });
  return new Map<string, Item>(found.map((item) => [nameOf(item), item]));
}

/** Every table of the system has `pk`, and most have `sk`. */
const keyOf = ({ pk, sk }: Item) => ({ pk: String(pk), ...(sk !== undefined && { sk: String(sk) }) });
const nameOf = (item: Item) => JSON.stringify(keyOf(item));

/** The restored item with numbers beyond those of the item that it replaces. */
function moveOn(restored: Item, replaced: Item = {}): Item {
  const moved: Record<string, unknown> = { ...restored };
  for (const name of growing) {
    const [before, after] = [restored[name], replaced[name]];
    if (typeof before === 'number' && typeof after === 'number') moved[name] = Math.max(before, after);
  }
  if (typeof moved.v === 'number') moved.v += 1;
  return moved;
}
