import { allFulfilled } from '#core/in-parallel.ts';
import type { Deliver } from './batch-delivery.ts';

interface Waiting<Item> {
  readonly items: readonly Item[];
  readonly settle: (results: readonly PromiseSettledResult<void>[]) => void;
}

/**
 * Lets callers who come at the same time share deliveries.
 *
 * One delivery is under way at a time; what arrives meanwhile goes with the next. So a lone caller waits for nobody,
 * and fifty at once make a few full batches. Each caller is answered for its own items only.
 *
 * @param what the items' name in the message of several faults
 */
export function makeGathering<Item>(deliver: Deliver<Item>, what: string): (items: readonly Item[]) => Promise<void> {
  let waiting: Waiting<Item>[] = [];
  let isUnderWay = false;

  async function run() {
    isUnderWay = true;
    // Callers of the same turn of the event loop still join.
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
    isUnderWay = false;
  }

  const settled = (items: readonly Item[]) =>
    deliver(items).catch((reason: unknown) => items.map(() => ({ status: 'rejected' as const, reason })));

  return async (items) => {
    if (items.length === 0) return;
    const { promise, resolve } = Promise.withResolvers<readonly PromiseSettledResult<void>[]>();
    waiting.push({ items, settle: resolve });
    if (!isUnderWay) void run();
    allFulfilled(await promise, what);
  };
}
