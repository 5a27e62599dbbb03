/** What a service takes in one request. */
export interface BatchLimits<Item> {
  readonly entries: number;
  readonly bytes: number;
  readonly bytesOf: (item: Item) => number;
}

/** Splits items, in order, into as few runs as the limits allow. An item that is too large by itself is a run of its own. */
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
