import { setTimeout } from 'node:timers/promises';
import { inParallel } from '#core/in-parallel.ts';
import { type BatchLimits, inBatches } from './in-batches.ts';

/** Sends one batch. Answers why entries were refused, by their place in the batch; throws when all of it failed. */
export type SendBatch<Item> = (batch: readonly Item[]) => Promise<ReadonlyMap<number, string>>;

/** Delivers items, and tells of each whether it was accepted. */
export type Deliver<Item> = (items: readonly Item[]) => Promise<PromiseSettledResult<void>[]>;

interface Options<Item> {
  readonly limits: BatchLimits<Item>;
  readonly send: SendBatch<Item>;
  /** Waits before refused entries are sent again. */
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

const attempts = 4;
const firstPauseMilliseconds = 50;
/** Batches under way at the same time. */
const width = 5;

/**
 * Delivers items in batches, and those refused, a few times more.
 * A batch that fails as a whole is not repeated here: the SDK has done that.
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
