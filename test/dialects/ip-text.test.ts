import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addressFromBytes, type IpRange, includes } from '#core/agents/ip-range.ts';
import { type IpFault, isFault, readIpAddress, readIpRange, writeIpAddress, writeIpRange } from '#dialects/ip-text.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';

const byte = fc.nat(255);
const ipv4Bytes = fc.array(byte, { minLength: 4, maxLength: 4 });
/** With runs of zeros, as real addresses have them; those that map IPv4 included. */
const ipv6Bytes = fc.oneof(
  fc.array(byte, { minLength: 16, maxLength: 16 }),
  fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, byte), { minLength: 16, maxLength: 16 }),
  ipv4Bytes.map((bytes) => [...mappedPrefix, ...bytes]),
);
const mappedPrefix = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];
const dotted = (bytes: readonly number[]) => bytes.join('.');
const inFull = (bytes: readonly number[]) =>
  Array.from({ length: 8 }, (_, index) =>
    ((bytes[index * 2] ?? 0) * 256 + (bytes[index * 2 + 1] ?? 0)).toString(16),
  ).join(':');
const anyAddress = fc.oneof(
  ipv4Bytes.map((bytes) => ({ bytes, text: dotted(bytes) })),
  ipv6Bytes.map((bytes) => ({ bytes, text: inFull(bytes) })),
);

const read = (text: string): IpRange => {
  const range = readIpRange(text);
  if (isFault(range)) throw new Error(range.fault);
  return range;
};
const ends = (text: string) => {
  const { first, last } = read(text);
  return [writeIpAddress(first), writeIpAddress(last)];
};
const faultOf = (range: IpRange | string | IpFault) =>
  typeof range === 'object' && 'fault' in range ? range.fault : undefined;

describe('what is read', () => {
  test.each([
    ['10.0.0.1', '10.0.0.1', '10.0.0.1'],
    ['2001:DB8::1', '2001:db8::1', '2001:db8::1'],
    ['::ffff:10.0.0.1', '10.0.0.1', '10.0.0.1'],
    ['::ffff:a00:1', '10.0.0.1', '10.0.0.1'],
    ['34.211.11.0/24', '34.211.11.0', '34.211.11.255'],
    ['10.0.0.5/24', '10.0.0.0', '10.0.0.255'],
    ['10.0.0.5/32', '10.0.0.5', '10.0.0.5'],
    ['0.0.0.0/0', '0.0.0.0', '255.255.255.255'],
    ['::ffff:10.0.0.0/104', '10.0.0.0', '10.255.255.255'],
    ['2001:db8::/127', '2001:db8::', '2001:db8::1'],
    ['::/0', '::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['10.0.0.1-10.0.0.9', '10.0.0.1', '10.0.0.9'],
    ['10.0.0.1 - 10.0.0.9', '10.0.0.1', '10.0.0.9'],
    ['::ffff:10.0.0.1-10.0.0.9', '10.0.0.1', '10.0.0.9'],
    ['2001:db8::1  -2001:db8::f', '2001:db8::1', '2001:db8::f'],
  ])('%s is %s to %s', (text, first, last) => {
    expect(ends(text)).toEqual([first, last]);
    expect(read(text).text).toBe(text);
  });
});

describe('what is refused, and what would be right', () => {
  test.each([
    ['', 'Must be an IP address, a network such as 10.0.0.0/24 or a range such as 10.0.0.1-10.0.0.9, but is empty'],
    ['hello', 'Must be an IP address, a network such as 10.0.0.0/24 or a range such as 10.0.0.1-10.0.0.9, got "hello"'],
    ['34.211.11.0/33', 'The prefix of an IPv4 network must be a whole number from 0 to 32, got "34.211.11.0/33"'],
    ['10.0.0.0/', 'The prefix of an IPv4 network must be a whole number from 0 to 32, got "10.0.0.0/"'],
    ['10.0.0.0/08', 'The prefix of an IPv4 network must be a whole number from 0 to 32, got "10.0.0.0/08"'],
    [
      '10.0.0.0/255.0.0.0',
      'The prefix of an IPv4 network must be a whole number from 0 to 32, got "10.0.0.0/255.0.0.0"',
    ],
    ['2001:db8::/129', 'The prefix of an IPv6 network must be a whole number from 0 to 128, got "2001:db8::/129"'],
    [
      '10.0.0.9-10.0.0.1',
      'The first address of a range must not come after the last: write 10.0.0.1-10.0.0.9, got "10.0.0.9-10.0.0.1"',
    ],
    ['10.0.0.1-::1', 'Both ends of a range must be of one family, but "10.0.0.1" is IPv4 and "::1" is IPv6'],
    [
      '::1-::ffff:10.0.0.1',
      'Both ends of a range must be of one family, but "::1" is IPv6 and "::ffff:10.0.0.1" is IPv4',
    ],
    ['010.0.0.1', 'An IPv4 address is four numbers from 0 to 255 without leading zeros, got "010.0.0.1"'],
    ['10.1', 'An IPv4 address is four numbers from 0 to 255 without leading zeros, got "10.1"'],
    ['0x7f.1', 'An IPv4 address is four numbers from 0 to 255 without leading zeros, got "0x7f.1"'],
    ['167772161', 'An IPv4 address is four numbers from 0 to 255 without leading zeros, got "167772161"'],
    ['10.0.0.256', 'An IPv4 address is four numbers from 0 to 255 without leading zeros, got "10.0.0.256"'],
    ['::ffff:010.0.0.1', 'An IPv6 address is written as in 2001:db8::1 or ::ffff:10.0.0.1, got "::ffff:010.0.0.1"'],
    ['::10.0.0.1', 'An IPv6 address is written as in 2001:db8::1 or ::ffff:10.0.0.1, got "::10.0.0.1"'],
    ['1::2::3', 'An IPv6 address is written as in 2001:db8::1 or ::ffff:10.0.0.1, got "1::2::3"'],
    ['fe80::1%eth0', 'A zone id means something on one machine only: leave it out of "fe80::1%eth0"'],
    [' 10.0.0.1', 'Blanks are allowed only around the dash of a range, got " 10.0.0.1"'],
    ['10.0. 0.1', 'Blanks are allowed only around the dash of a range, got "10.0. 0.1"'],
    ['10.0.0.0 /24', 'Blanks are allowed only around the dash of a range, got "10.0.0.0 "'],
    ['10.0.0.1-', 'Must be one IP address such as 10.0.0.1, but is empty'],
    ['10.0.0.1-x', 'An IPv4 address is four numbers from 0 to 255 without leading zeros, got "x"'],
    ['/24', 'Must be one IP address such as 10.0.0.1, but is empty'],
    ['10.0.0.0/8-11.0.0.0/8', 'Both ends of a range must be addresses, not networks, got "10.0.0.0/8-11.0.0.0/8"'],
  ])('%j', (text, fault) => {
    expect(faultOf(readIpRange(text))).toBe(fault);
  });

  test('a text of any length is refused at once, and not all of it comes back', () => {
    const fault = faultOf(readIpRange(':1.'.repeat(500_000)));
    expect(fault?.length).toBeLessThan(200);
    expect(faultOf(readIpAddress('.'.repeat(500_000)))?.length).toBeLessThan(200);
  });

  test('whatever the text, it is read or refused', () => {
    const near = fc.stringMatching(/^[0-9a-fx.:/% -]{0,40}$/);
    fc.assert(
      fc.property(fc.oneof(near, fc.string()), (text) => {
        const range = readIpRange(text);
        if (!isFault(range)) expect(range.first <= range.last).toBe(true);
      }),
      { numRuns: randomRuns(2_000) },
    );
  });
});

describe('arithmetic', () => {
  test('an address reads back as it was written', () => {
    fc.assert(
      fc.property(anyAddress, ({ bytes, text }) => {
        const address = addressFromBytes(bytes);
        expect(readIpAddress(text)).toBe(address);
        expect(readIpAddress(writeIpAddress(address))).toBe(address);
      }),
    );
  });

  test('a range reads back as it was written, whatever it was written as', () => {
    const bound = (a: string, b: string) => (read(a).first <= read(b).first ? `${a}-${b}` : `${b}-${a}`);
    const ranges = fc.oneof(
      fc.tuple(ipv4Bytes, ipv4Bytes).map(([a, b]) => bound(dotted(a), dotted(b))),
      fc
        .tuple(ipv6Bytes, ipv6Bytes)
        .map(([a, b]) => bound(inFull(a), inFull(b)))
        .filter((text) => !isFault(readIpRange(text))),
      fc.tuple(ipv4Bytes, fc.nat(32)).map(([bytes, prefix]) => `${dotted(bytes)}/${prefix}`),
      fc.tuple(ipv6Bytes, fc.nat(128)).map(([bytes, prefix]) => `${inFull(bytes)}/${prefix}`),
    );
    fc.assert(
      fc.property(ranges, (text) => {
        const { first, last } = read(text);
        expect(read(writeIpRange({ first, last, text }))).toMatchObject({ first, last });
      }),
    );
  });

  test.each([
    ['10.0.0.7/24', '10.0.0.0/24'],
    ['10.0.0.0-10.0.0.255', '10.0.0.0/24'],
    ['10.0.0.1-10.0.0.1', '10.0.0.1'],
    ['10.0.0.1-10.0.0.2', '10.0.0.1-10.0.0.2'],
    ['::ffff:0:0/95', '::fffe:0:0/95'],
    ['::ffff:0:0/96', '0.0.0.0/0'],
    ['2001:db8:0:0:0:0:0:0 - 2001:db8::ffff', '2001:db8::/112'],
  ])('%s is written %s', (text, shortest) => {
    expect(writeIpRange(read(text))).toBe(shortest);
  });

  test('a network holds exactly the addresses that begin with the same bits', () => {
    const bits = (bytes: readonly number[]) => bytes.map((value) => value.toString(2).padStart(8, '0')).join('');
    const inOneFamily = fc.oneof(
      fc.record({ network: ipv4Bytes, other: ipv4Bytes, prefix: fc.nat(32), write: fc.constant(dotted) }),
      fc.record({ network: ipv6Bytes, other: ipv6Bytes, prefix: fc.nat(128), write: fc.constant(inFull) }),
    );
    fc.assert(
      fc.property(inOneFamily, fc.nat(128), ({ network, other, prefix, write }, shared) => {
        // As many leading bytes alike as it takes for the answer to be yes about as often as no.
        const tested = [...network.slice(0, shared % (network.length + 1)), ...other].slice(0, network.length);
        // The address that stands for an unknown one.
        fc.pre(tested.length === 4 || tested.some((byte) => byte > 0));
        const isInside = bits(tested).slice(0, prefix) === bits(network).slice(0, prefix);
        expect(includes(read(`${write(network)}/${prefix}`), addressFromBytes(tested))).toBe(isInside);
      }),
    );
  });

  test('IPv4 written as IPv6 is that IPv4', () => {
    fc.assert(
      fc.property(ipv4Bytes, fc.nat(32), (bytes, prefix) => {
        expect(ends(`::ffff:${dotted(bytes)}`)).toEqual(ends(dotted(bytes)));
        expect(ends(`::ffff:${dotted(bytes)}/${prefix + 96}`)).toEqual(ends(`${dotted(bytes)}/${prefix}`));
      }),
    );
  });
});
