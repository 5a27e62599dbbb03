export type Item = Readonly<Record<string, unknown>>;

/**
 * The size in bytes of an item, given as plain values, by the rules of "DynamoDB item sizes and formats" in the
 * developer guide. Those call the size of a number approximate: a byte for two significant digits and one more.
 */
export const itemSize = (item: Item): number =>
  sum(Object.entries(item).map(([name, value]) => Buffer.byteLength(name) + valueSize(value)));

/** A list or a map has 3 bytes more than its elements, and 1 more for each of them. */
function valueSize(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number' || typeof value === 'bigint') return numberSize(String(value));
  if (typeof value === 'boolean' || value === null) return 1;
  if (value === undefined) return 0;
  if (value instanceof Uint8Array) return value.byteLength;
  if (value instanceof Set) return sum([...value].map(valueSize));
  if (Array.isArray(value)) return 3 + sum(value.map((element) => 1 + valueSize(element)));
  if (typeof value === 'object') return 3 + Object.keys(value).length + itemSize({ ...value });
  throw new Error(`DynamoDB has no type for ${String(value)}`);
}

function numberSize(text: string): number {
  const [mantissa = ''] = text.replace('-', '').split('e');
  const digits = mantissa.replace('.', '').replace(/^0+/, '').replace(/0+$/, '');
  return Math.ceil(digits.length / 2) + 1;
}

const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
