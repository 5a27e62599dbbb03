/**
 * An IP address as 32 lower-case hex digits of its IPv6 form; IPv4 is mapped (`::ffff:a.b.c.d`).
 * So text order is address order, and one address has one spelling.
 */
export type IpAddress = string & { readonly brand: 'IpAddress' };

/** Addresses from `first` to `last`, both included. */
export interface IpRange {
  readonly first: IpAddress;
  readonly last: IpAddress;
  /** As the caller wrote it. */
  readonly text: string;
}

/** In place of an address that is not known: IPv6's own word for that, `::`. */
export const unknownAddress = '0'.repeat(32) as IpAddress;

/** Whether an address lies in a range. One that is not known lies in no range but that of all addresses. */
export const includes = ({ first, last }: IpRange, address: IpAddress) =>
  first <= address && address <= last && (address !== unknownAddress || last === everyAddress.last);

const hex = '0123456789abcdef';

/** Big-endian bytes, 4 (IPv4) or 16 (IPv6). */
export function addressFromBytes(bytes: readonly number[]): IpAddress {
  const digits = bytes.map((byte) => `${hex[byte >> 4]}${hex[byte & 15]}`).join('');
  return (bytes.length === 4 ? `${ipv4Prefix}${digits}` : digits) as IpAddress;
}

/** How the digits of every IPv4 address begin. */
export const ipv4Prefix = '00000000000000000000ffff';

interface Span {
  readonly first: bigint;
  readonly last: bigint;
}

const spanOf = ({ first, last }: { readonly first: string; readonly last: string }): Span => ({
  first: BigInt(`0x${first}`),
  last: BigInt(`0x${last}`),
});

const sizeOf = ({ first, last }: Span) => last - first + 1n;

/** The addresses an agent may come from: all of IPv4, and the part of IPv6 that is allocated (2000::/3). */
const families = [
  spanOf({ first: `${ipv4Prefix}00000000`, last: `${ipv4Prefix}ffffffff` }),
  spanOf({ first: `2${'0'.repeat(31)}`, last: `3${'f'.repeat(31)}` }),
] as const;

/** Whether the ranges together hold half of all IPv4 or of all public IPv6 addresses: nearly every agent. */
export function holdHalfOfAFamily(ranges: readonly IpRange[]): boolean {
  const sorted = ranges.map(spanOf).sort((a, b) => (a.first < b.first ? -1 : 1));
  return families.some((family) => covered(sorted, family) * 2n >= sizeOf(family));
}

/** How many addresses of the span the others hold, each counted once. They are sorted by their first address. */
function covered(sorted: readonly Span[], span: Span): bigint {
  let count = 0n;
  let next = span.first;
  for (const { first, last } of sorted) {
    const from = first > next ? first : next;
    const to = last < span.last ? last : span.last;
    if (to < from) continue;
    count += to - from + 1n;
    next = to + 1n;
  }
  return count;
}

/** All addresses there are. */
export const everyAddress: IpRange = {
  first: unknownAddress,
  last: 'f'.repeat(32) as IpAddress,
  text: '::/0',
};
