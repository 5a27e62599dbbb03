import { UnreadableItemError } from '#core/change.ts';
import type { Report } from '#core/ports.ts';

/** Reads an item with this key. @throws UnreadableItemError in place of whatever `read` throws */
export function readItem<Value>(
  { pk, sk }: { readonly pk?: unknown; readonly sk?: unknown },
  read: () => Value,
): Value {
  try {
    return read();
  } catch (error) {
    throw new UnreadableItemError(`${String(pk)} ${String(sk)}`, error);
  }
}

/** The items of a list that can be read. Any other is reported and passed over, so that it does not hide its neighbours. */
export function readableItems<Value>(
  items: readonly Record<string, unknown>[],
  read: (item: Record<string, unknown>) => Value,
  report: Report,
): Value[] {
  return items.flatMap((item) => {
    try {
      return [readItem(item, () => read(item))];
    } catch (error) {
      report('An item of a list cannot be read and is passed over', error);
      return [];
    }
  });
}
