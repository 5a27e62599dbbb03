import { setTimeout } from 'node:timers/promises';
import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { allFulfilled, inParallel } from '#core/in-parallel.ts';
import type { DynamoTable } from './document-client.ts';

/** The limit of BatchGetItem. */
const keysAtOnce = 100;
/** Requests that run at the same time. */
const width = 5;
const attempts = 6;
const firstPauseMilliseconds = 25;

interface Key {
  readonly pk: string;
  readonly sk?: string;
}

interface Options {
  /** Which attributes to read, or which of their members: `name`, `name.member`. @default - all */
  readonly attributes?: readonly string[];
  /** Waits before unprocessed keys are requested again. */
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

/**
 * The items of those keys that exist, in no order, with strongly consistent reads. Keys must not repeat.
 *
 * @throws Error when keys are still unprocessed after the last attempt
 */
export async function batchGet(
  table: DynamoTable,
  keys: readonly Key[],
  options: Options = {},
): Promise<readonly Record<string, unknown>[]> {
  const batches = Array.from({ length: Math.ceil(keys.length / keysAtOnce) }, (_, n) =>
    keys.slice(n * keysAtOnce, (n + 1) * keysAtOnce),
  );
  return allFulfilled(await inParallel(batches, width, (batch) => getAll(table, batch, options)), 'reads').flat();
}

async function getAll(
  { client, tableName }: DynamoTable,
  keys: readonly Key[],
  { attributes, pause = setTimeout }: Options,
) {
  const items: Record<string, unknown>[] = [];
  const projection = attributes && projectionOf(attributes);
  let waiting: Record<string, unknown>[] = keys.map((key) => ({ ...key }));
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (attempt > 0) await pause(firstPauseMilliseconds * 2 ** (attempt - 1));
    const request = { [tableName]: { Keys: waiting, ConsistentRead: true, ...projection } };
    const { Responses, UnprocessedKeys } = await client.send(new BatchGetCommand({ RequestItems: request }));
    items.push(...(Responses?.[tableName] ?? []));
    waiting = UnprocessedKeys?.[tableName]?.Keys ?? [];
    if (waiting.length === 0) return items;
  }
  throw new Error(`${waiting.length} of ${keys.length} items of ${tableName} were not read in ${attempts} attempts`);
}

/** Names are replaced, because DynamoDB reserves many words. */
function projectionOf(attributes: readonly string[]) {
  const names: string[] = [];
  const replaced = (name: string) => `#${names.push(name) - 1}`;
  const paths = attributes.map((path) => path.split('.').map(replaced).join('.'));
  return {
    ProjectionExpression: paths.join(),
    ExpressionAttributeNames: Object.fromEntries(names.map((name, n) => [`#${n}`, name])),
  };
}
