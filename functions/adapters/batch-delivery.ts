import { setTimeout } from 'node:timers/promises';
import { allFulfilled, inParallel } from '#core/in-parallel.ts';

/** What a service accepts in one request. */
export interface BatchLimits<Item> {
  readonly entries: number;
  readonly bytes: number;
  readonly bytesOf: (item: Item) => number;
}

/** Splits items, in order, into as few batches as the limits allow. An item that exceeds the limit is a batch of its own. */
export function inBatches<Item>(items: readonly Item[], { entries, bytes, bytesOf }: BatchLimits<Item>): Item[][] {
  const batches: Item[][] = [];
  let batch: Item[] = [];
  let weight = 0;
  for (const item of items) {
    const size = bytesOf(item);
    if (batch.length > 0 && (batch.length === entries || weight + size > bytes)) {
      batches.push(batch);
      batch = [];
      weight = 0;
    }
    batch.push(item);
    weight += size;
  }
  return batch.length > 0 ? [...batches, batch] : batches;
}

/** Sends one batch. Returns why entries were refused, by their place in the batch; throws when the whole batch failed. */
export type SendBatch<Item> = (batch: readonly Item[]) => Promise<ReadonlyMap<number, string>>;

/** Delivers items, with a result for each. */
export type Deliver<Item> = (items: readonly Item[]) => Promise<PromiseSettledResult<void>[]>;

interface Options<Item> {
  readonly limits: BatchLimits<Item>;
  readonly send: SendBatch<Item>;
  /** Waits before refused entries are sent again. */
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

const attempts = 4;
const firstPauseMilliseconds = 50;
/** Batches that are sent at the same time. */
const width = 5;

/**
 * Delivers items in batches, and refused ones up to three times more.
 * A batch that fails as a whole is not repeated here, because the SDK has done that.
 */
export function makeBatchDelivery<Item>({ limits, send, pause = setTimeout }: Options<Item>): Deliver<Item> {
  async function deliver(batch: readonly Item[]): Promise<PromiseSettledResult<void>[]> {
    const results = batch.map((): PromiseSettledResult<void> => ({ status: 'fulfilled', value: undefined }));
    let waiting = [...batch.entries()];
    for (let attempt = 1; waiting.length > 0; attempt += 1) {
      const refused = await send(waiting.map(([, item]) => item));
      const again = waiting.filter((_, place) => refused.has(place));
      if (attempt === attempts) {
        for (const [place, why] of refused) {
          const entry = waiting[place];
          if (entry) results[entry[0]] = { status: 'rejected', reason: new Error(`Refused ${attempts} times: ${why}`) };
        }
        return results;
      }
      waiting = again;
      if (waiting.length > 0) await pause(firstPauseMilliseconds * 2 ** (attempt - 1));
    }
    return results;
  }

  return async (items) => {
    const batches = inBatches(items, limits);
    const settled = await inParallel(batches, width, deliver);
    return settled.flatMap((result, n) =>
      result.status === 'fulfilled'
        ? result.value
        : (batches[n] ?? []).map(() => ({ status: 'rejected' as const, reason: result.reason })),
    );
  };
}

interface Waiting<Item> {
  readonly items: readonly Item[];
  readonly settle: (results: readonly PromiseSettledResult<void>[]) => void;
}

/**
 * Lets simultaneous callers share deliveries.
 *
 * One delivery runs at a time; what arrives in the meantime goes with the next. So a single caller waits for nobody, and
 * fifty at once make a few full batches. Each caller gets the results of its own items only.
 *
 * @param what the name of the items in the message of several errors
 */
export function makeGathering<Item>(deliver: Deliver<Item>, what: string): (items: readonly Item[]) => Promise<void> {
  let waiting: Waiting<Item>[] = [];
  let isRunning = false;

  async function run() {
    isRunning = true;
    // Callers of the same turn of the event loop can still join.
    await Promise.resolve();
    while (waiting.length > 0) {
      const gathered = waiting;
      waiting = [];
      const results = await settled(gathered.flatMap(({ items }) => items));
      let start = 0;
      for (const { items, settle } of gathered) {
        settle(results.slice(start, start + items.length));
        start += items.length;
      }
    }
    isRunning = false;
  }

  const settled = (items: readonly Item[]) =>
    deliver(items).catch((reason: unknown) => items.map(() => ({ status: 'rejected' as const, reason })));

  return async (items) => {
    if (items.length === 0) return;
    const { promise, resolve } = Promise.withResolvers<readonly PromiseSettledResult<void>[]>();
    waiting.push({ items, settle: resolve });
    if (!isRunning) void run();
    allFulfilled(await promise, what);
  };
}
