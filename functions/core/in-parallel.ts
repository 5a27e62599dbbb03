/** Runs `work` for every item, at most `width` at a time, and waits for all. The results are in the order of the items. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Result>,
): Promise<PromiseSettledResult<Result>[]> {
  const results: PromiseSettledResult<Result>[] = [];
  const waiting = items.entries();
  const worker = async () => {
    for (const [index, item] of waiting) {
      [results[index]] = (await Promise.allSettled([work(item)])) as [PromiseSettledResult<Result>];
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}

/** The values of results that all succeeded. @throws the error if one failed, or an AggregateError if several did. */
export function allFulfilled<Result>(results: readonly PromiseSettledResult<Result>[], what: string): Result[] {
  const errors = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason);
  if (errors.length > 1) throw new AggregateError(errors, `${errors.length} of ${results.length} ${what} failed`);
  if (errors.length === 1) throw errors[0];
  return results.map((result) => (result as PromiseFulfilledResult<Result>).value);
}
