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

export const includes = ({ first, last }: IpRange, address: IpAddress) => first <= address && address <= last;

const hex = '0123456789abcdef';

/** Big-endian bytes, 4 (IPv4) or 16 (IPv6). */
export function addressFromBytes(bytes: readonly number[]): IpAddress {
  const digits = bytes.map((byte) => `${hex[byte >> 4]}${hex[byte & 15]}`).join('');
  return (bytes.length === 4 ? `${ipv4Prefix}${digits}` : digits) as IpAddress;
}

/** How the digits of every IPv4 address begin. */
export const ipv4Prefix = '00000000000000000000ffff';

/** The addresses an agent may come from: all of IPv4, and IPv6 as far as it is given out (2000::/3). */
const families = [
  { first: `${ipv4Prefix}00000000`, last: `${ipv4Prefix}ffffffff` },
  { first: `2${'0'.repeat(31)}`, last: `3${'f'.repeat(31)}` },
] as const;

/** Whether the ranges together hold half of all IPv4 or of all public IPv6 addresses: nearly everybody, whoever they are. */
export const holdHalfOfAFamily = (ranges: readonly IpRange[]): boolean =>
  families.some((family) => covered(ranges, family) * 2n >= sizeOf(family));

interface Span {
  readonly first: string;
  readonly last: string;
}

const numberOf = (digits: string) => BigInt(`0x${digits}`);
const sizeOf = ({ first, last }: Span) => numberOf(last) - numberOf(first) + 1n;

/** How many addresses of the span the ranges hold, each counted once. */
function covered(ranges: readonly IpRange[], span: Span): bigint {
  let count = 0n;
  let next = numberOf(span.first);
  const end = numberOf(span.last);
  for (const { first, last } of ranges.toSorted((a, b) => (a.first < b.first ? -1 : 1))) {
    const from = numberOf(first) > next ? numberOf(first) : next;
    const to = numberOf(last) < end ? numberOf(last) : end;
    if (to < from) continue;
    count += to - from + 1n;
    next = to + 1n;
  }
  return count;
}

/** All addresses there are. */
export const everyAddress: IpRange = {
  first: '0'.repeat(32) as IpAddress,
  last: 'f'.repeat(32) as IpAddress,
  text: '::/0',
};
