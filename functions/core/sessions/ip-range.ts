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

/** Whether the ranges together hold every IPv4 address: everybody, whoever they are. */
export function coverIpv4(ranges: readonly IpRange[]): boolean {
  let reached = BigInt(`0x${ipv4Prefix}00000000`);
  const end = BigInt(`0x${ipv4Prefix}ffffffff`);
  for (const { first, last } of ranges.toSorted((a, b) => (a.first < b.first ? -1 : 1))) {
    const after = BigInt(`0x${last}`) + 1n;
    if (BigInt(`0x${first}`) <= reached && after > reached) reached = after;
  }
  return reached > end;
}

/** All addresses there are. */
export const everyAddress: IpRange = {
  first: '0'.repeat(32) as IpAddress,
  last: 'f'.repeat(32) as IpAddress,
  text: '::/0',
};
