import ipaddr from 'ipaddr.js';
import { addressFromBytes, type IpAddress, type IpRange, ipv4Prefix } from '#core/agents/ip-range.ts';
import { shown } from './request-schema.ts';

/** Why a text is not an address or a range, and what would be. */
export interface IpFault {
  readonly fault: string;
}

/** The longest text of an address: IPv6 in full, with the last part dotted. */
const longestAddress = 45;
/** Two addresses, a dash and some blanks. */
const longestText = 100;
const oneAddress = 'one IP address such as 10.0.0.1';
const anyRange = 'an IP address, a network such as 10.0.0.0/24 or a range such as 10.0.0.1-10.0.0.9';

/**
 * Reads an address (`10.0.0.1`, `2001:db8::1`), a network in CIDR notation (host bits are ignored) or a range
 * `first-last` (blanks around the dash are allowed). An IPv4 address written as IPv6 (`::ffff:10.0.0.1`) is that
 * IPv4 address, and `::ffff:10.0.0.0/104` is `10.0.0.0/8`.
 */
export function readIpRange(text: string): IpRange | IpFault {
  if (text.length > longestText) return { fault: `Must be ${anyRange}, got ${shown(text)}` };
  const dash = text.indexOf('-');
  if (dash >= 0) return readEnds(text, text.slice(0, dash).trimEnd(), text.slice(dash + 1).trimStart());
  const slash = text.indexOf('/');
  if (slash >= 0) return readNetwork(text, text.slice(0, slash), text.slice(slash + 1));
  const address = readIpAddress(text, anyRange);
  return isFault(address) ? address : { first: address, last: address, text };
}

/** Reads a single address; `expected` is what a message says is allowed. */
export function readIpAddress(text: string, expected = oneAddress): IpAddress | IpFault {
  const bytes = readBytes(text, expected);
  return isFault(bytes) ? bytes : addressFromBytes(bytes);
}

export const isFault = (read: IpAddress | IpRange | readonly number[] | IpFault): read is IpFault =>
  typeof read === 'object' && 'fault' in read;

/** The shortest text: an address, else a network, else a range. */
export function writeIpRange({ first, last }: IpRange): string {
  if (first === last) return writeIpAddress(first);
  const prefix = prefixOf(first, last);
  if (prefix === undefined) return `${writeIpAddress(first)}-${writeIpAddress(last)}`;
  if (isIpv4(first) && isIpv4(last)) return `${writeIpAddress(first)}/${prefix - 96}`;
  return `${writeIpv6(first)}/${prefix}`;
}

/** The shortest text of an address: IPv4 with dots, IPv6 by RFC 5952. */
export function writeIpAddress(address: IpAddress): string {
  return isIpv4(address) ? ipaddr.fromByteArray(bytesOf(address).slice(12)).toString() : writeIpv6(address);
}

const isIpv4 = (address: IpAddress) => address.startsWith(ipv4Prefix);
const bytesOf = (address: IpAddress) => (address.match(/../g) ?? []).map((digits) => Number.parseInt(digits, 16));
const writeIpv6 = (address: IpAddress) => ipaddr.fromByteArray(bytesOf(address)).toString();

/** The prefix length of a range that is a network. */
function prefixOf(first: IpAddress, last: IpAddress): number | undefined {
  const differing = BigInt(`0x${first}`) ^ BigInt(`0x${last}`);
  const isNetwork = (differing & (differing + 1n)) === 0n && (BigInt(`0x${first}`) & differing) === 0n;
  return isNetwork ? 128 - differing.toString(2).length : undefined;
}

function readEnds(text: string, from: string, to: string): IpRange | IpFault {
  if (text.includes('/')) return { fault: `Both ends of a range must be addresses, not networks, got ${shown(text)}` };
  const first = readIpAddress(from);
  if (isFault(first)) return first;
  const last = readIpAddress(to);
  if (isFault(last)) return last;
  const family = (address: IpAddress) => (isIpv4(address) ? 'IPv4' : 'IPv6');
  if (isIpv4(first) !== isIpv4(last)) {
    const found = `${shown(from)} is ${family(first)} and ${shown(to)} is ${family(last)}`;
    return { fault: `Both ends of a range must be of one family, but ${found}` };
  }
  if (first > last) {
    const swapped = `${writeIpAddress(last)}-${writeIpAddress(first)}`;
    return { fault: `The first address of a range must not come after the last: write ${swapped}, got ${shown(text)}` };
  }
  return { first, last, text };
}

function readNetwork(text: string, network: string, prefixText: string): IpRange | IpFault {
  const bytes = readBytes(network, oneAddress);
  if (isFault(bytes)) return bytes;
  const bits = bytes.length * 8;
  const prefix = Number(prefixText);
  if (!/^(0|[1-9]\d{0,2})$/.test(prefixText) || prefix > bits) {
    const family = bits === 32 ? 'IPv4' : 'IPv6';
    return { fault: `The prefix of an ${family} network must be a whole number from 0 to ${bits}, got ${shown(text)}` };
  }
  const hostBits = bytes.map((_, index) => 0xff >> Math.min(Math.max(prefix - index * 8, 0), 8));
  return {
    first: addressFromBytes(bytes.map((byte, index) => byte & ~(hostBits[index] ?? 0))),
    last: addressFromBytes(bytes.map((byte, index) => byte | (hostBits[index] ?? 0))),
    text,
  };
}

/** The bytes of an address as written: 4 with dots, 16 with colons. */
function readBytes(text: string, expected: string): readonly number[] | IpFault {
  if (text === '') return { fault: `Must be ${expected}, but is empty` };
  if (text.length > longestAddress) return { fault: `Must be ${expected}, got ${shown(text)}` };
  if (/\s/.test(text)) return { fault: `Blanks are allowed only around the dash of a range, got ${shown(text)}` };
  if (text.includes('%'))
    return { fault: `A zone id means something on one machine only: leave it out of ${shown(text)}` };
  return text.includes(':') ? readIpv6(text) : readIpv4(text, expected);
}

function readIpv4(text: string, expected: string): readonly number[] | IpFault {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text).toByteArray();
  if (!/^[\da-fx.]+$/i.test(text)) return { fault: `Must be ${expected}, got ${shown(text)}` };
  return { fault: `An IPv4 address is four numbers from 0 to 255 without leading zeros, got ${shown(text)}` };
}

function readIpv6(text: string): readonly number[] | IpFault {
  const dotted = /[^:]*\.[^:]*$/.exec(text)?.[0];
  const isDottedRight = dotted === undefined || ipaddr.IPv4.isValidFourPartDecimal(dotted);
  // The library takes `::10.0.0.1` for `::ffff:10.0.0.1`, which by RFC 4291 it is not.
  const isAmbiguous = dotted !== undefined && text === `::${dotted}`;
  if (isDottedRight && !isAmbiguous && ipaddr.IPv6.isValid(text)) {
    return ipaddr.IPv6.parse(text).toByteArray();
  }
  return { fault: `An IPv6 address is written as in 2001:db8::1 or ::ffff:10.0.0.1, got ${shown(text)}` };
}
