/** A strongly consistent read costs one unit for each 4 KB, an eventually consistent one half of that; at least one step. */
export const readUnits = (bytes: number, isStrong: boolean): number =>
  Math.max(1, Math.ceil(bytes / 4096)) * (isStrong ? 1 : 0.5);

/** A write costs one unit for each kilobyte begun of the larger of the old and the new item, also when its condition does not hold. */
export const writeUnits = (oldBytes: number, newBytes: number): number =>
  Math.max(1, Math.ceil(Math.max(oldBytes, newBytes) / 1024));

/** The entry of an item in an index. */
export interface IndexEntry {
  /** The values of the index's own keys, partition key first. */
  readonly keys: readonly string[];
  /** The values of all projected attributes, as one text. */
  readonly content: string;
  readonly bytes: number;
}

/** Write units on one partition key. */
export interface Charge {
  readonly partition: string;
  readonly units: number;
}

/** Putting, changing or removing an entry of an index costs a write of its size; moving an entry costs a removal and a put. */
export function indexWrites(old: IndexEntry | undefined, next: IndexEntry | undefined): Charge[] {
  if (old?.content === next?.content) return [];
  if (old && next && String(old.keys) === String(next.keys)) {
    return [{ partition: next.keys[0] ?? '', units: writeUnits(old.bytes, next.bytes) }];
  }
  return [old, next].flatMap((entry) =>
    entry ? [{ partition: entry.keys[0] ?? '', units: writeUnits(entry.bytes, 0) }] : [],
  );
}
