import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
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
  const current = new Map<string, Item>();
  for await (const item of itemsOf(client, to)) current.set(nameOf(item), onlyGrowing(item));
  let put = 0;
  for await (const item of itemsOf(client, from)) {
    const replaced = current.get(nameOf(item));
    if (!dryRun) await client.send(new PutCommand({ TableName: to, Item: moveOn(item, replaced) }));
    current.delete(nameOf(item));
    put += 1;
  }
  for (const name of current.keys()) {
    if (!dryRun) await client.send(new DeleteCommand({ TableName: to, Key: JSON.parse(name) }));
  }
  return { put, removed: current.size };
}

/** Every table of the system has `pk`, and most have `sk`. */
const nameOf = ({ pk, sk }: Item) => JSON.stringify({ pk, ...(sk !== undefined && { sk }) });

const onlyGrowing = (item: Item): Item =>
  Object.fromEntries(growing.flatMap((name) => (typeof item[name] === 'number' ? [[name, item[name]]] : [])));

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
