import { type Item, itemSize } from './item-size.ts';
import { type Charge, type IndexEntry, indexWrites, writeUnits } from './request-units.ts';

/** A table to be metered. Its keys are strings. */
export interface MeteredTable {
  readonly tableName: string;
  readonly keys: readonly string[];
  readonly indexes: readonly MeteredIndex[];
}

interface MeteredIndex {
  readonly name: string;
  readonly keys: readonly string[];
  /** The attributes in an entry. @default - the keys only */
  readonly projection?: 'all';
}

/** Write units, and where: on the table, or on `table/index`. */
export interface TargetedCharge extends Charge {
  readonly target: string;
}

/** What is known about the items of a table from the writes to it. */
export interface ShadowTable {
  /** The size of the item with this key; if it was never written, the size of the argument. */
  bytesOf(item: Item): number;
  /** The item with this key is now `next`, or removed. @returns the cost of the write */
  write(key: Item, next: Item | undefined): TargetedCharge[];
  /** A condition did not hold, and nothing has changed. @returns the cost of the attempt */
  refuse(key: Item, attempted: Item | undefined): TargetedCharge[];
}

interface Shadow {
  readonly bytes: number;
  readonly entries: readonly (IndexEntry | undefined)[];
}

/** Follows the writes to a table. An item that was stored before counts as absent when it is first replaced. */
export function makeShadowTable({ tableName, keys, indexes }: MeteredTable): ShadowTable {
  const shadows = new Map<string, Shadow>();
  const nameOf = (item: Item) => JSON.stringify(valuesOf(item, keys));
  const partitionOf = (key: Item) => valuesOf(key, keys)[0] ?? '';

  function entryOf(item: Item, { keys: indexKeys, projection }: MeteredIndex): IndexEntry | undefined {
    if (indexKeys.some((name) => item[name] === undefined)) return undefined;
    const names = projection === 'all' ? Object.keys(item) : [...new Set([...keys, ...indexKeys])];
    const projected = names.filter((name) => name in item).map((name) => [name, item[name]] as const);
    return {
      keys: valuesOf(item, indexKeys),
      content: JSON.stringify(projected),
      bytes: itemSize(Object.fromEntries(projected)),
    };
  }

  return {
    bytesOf: (item) => shadows.get(nameOf(item))?.bytes ?? itemSize(item),

    write(key, next) {
      const old = shadows.get(nameOf(key));
      const shadow = next && { bytes: itemSize(next), entries: indexes.map((index) => entryOf(next, index)) };
      if (shadow) shadows.set(nameOf(key), shadow);
      else shadows.delete(nameOf(key));
      const units = writeUnits(old?.bytes ?? 0, shadow?.bytes ?? 0);
      const onIndexes = indexes.flatMap(({ name }, n) =>
        indexWrites(old?.entries[n], shadow?.entries[n]).map((charge) => ({
          target: `${tableName}/${name}`,
          ...charge,
        })),
      );
      return [{ target: tableName, partition: partitionOf(key), units }, ...onIndexes];
    },

    refuse(key, attempted) {
      const units = writeUnits(shadows.get(nameOf(key))?.bytes ?? 0, attempted ? itemSize(attempted) : 0);
      return [{ target: tableName, partition: partitionOf(key), units }];
    },
  };
}

const valuesOf = (item: Item, names: readonly string[]) => names.map((name) => String(item[name] ?? ''));
