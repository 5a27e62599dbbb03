import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addressFromBytes,
  everyAddress,
  holdHalfOfAFamily,
  type IpAddress,
  type IpRange,
  includes,
  unknownAddress,
} from '#core/agents/ip-range.ts';
import { anyAddress } from '#test/support/any-agent.ts';

const ipv4 = (text: string) => addressFromBytes(text.split('.').map(Number));
const range = (first: IpAddress, last: IpAddress, text = 'range'): IpRange => ({ first, last, text });
const last = ipv4('255.255.255.255');
const first = ipv4('0.0.0.0');

/** The 32 bits of an IPv4 address. */
const ipv4At = (bits: number) => addressFromBytes([24, 16, 8, 0].map((shift) => (bits >>> shift) & 255));
const anyBits = fc.integer({ min: 0, max: 2 ** 32 - 1 });

test('an IPv4 address is its mapped IPv6 form', () => {
  expect(ipv4('34.211.11.7')).toBe('00000000000000000000ffff22d30b07');
  expect(addressFromBytes([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 34, 211, 11, 7])).toBe(ipv4('34.211.11.7'));
});

test('an address that is not known is written as all zeros, and the range of all addresses holds it', () => {
  expect(unknownAddress).toBe(''.padStart(32, '0'));
  expect(everyAddress).toEqual({ first: unknownAddress, last: ''.padStart(32, 'f'), text: '::/0' });
});

test('text order is address order', () => {
  fc.assert(
    fc.property(anyBits, anyBits, (a, b) => {
      expect(ipv4At(a) < ipv4At(b)).toBe(a < b);
    }),
  );
});

test('a range includes both its ends and what lies between', () => {
  fc.assert(
    fc.property(anyAddress, anyAddress, anyAddress, (a, b, c) => {
      const [low = a, middle = b, high = c] = [a, b, c].toSorted();
      expect([low, middle, high].every((address) => includes(range(low, high), address))).toBe(true);
      expect(includes(range(low, middle), high)).toBe(high === middle);
    }),
  );
  fc.assert(fc.property(anyAddress, (address) => includes(everyAddress, address)));
  expect(includes(everyAddress, unknownAddress)).toBe(true);
  expect(includes(range(unknownAddress, unknownAddress), unknownAddress)).toBe(false);
});

const ipv6 = (digits: string, fill: string) => digits.padEnd(32, fill) as IpAddress;
const network = (digits: string) => range(ipv6(digits, '0'), ipv6(digits, 'f'));

test('ranges that cover half of all IPv4 or of all public IPv6 addresses are recognized, in one piece or in many', () => {
  const half = ipv4('127.255.255.255');
  for (const many of [
    [range(first, last)],
    [everyAddress],
    [range(first, half)],
    [range(first, ipv4('127.255.255.254')), range(half, half)],
    [range(ipv4('64.0.0.0'), ipv4('127.255.255.255')), range(ipv4('200.0.0.0'), last), range(first, ipv4('8.0.0.0'))],
    [network('2')],
    [network('2'), network('3')],
    [network('3')],
  ]) {
    expect(holdHalfOfAFamily(many)).toBe(true);
  }
  for (const few of [
    [],
    [range(first, ipv4('127.255.255.254'))],
    [range(first, ipv4('127.255.255.254')), range(ipv4('127.255.255.254'), ipv4('127.255.255.254'))],
    [range(first, ipv4('100.0.0.0')), range(first, ipv4('100.0.0.0')), range(ipv4('50.0.0.0'), ipv4('99.0.0.0'))],
    [network('20'), network('fe8'), network('2001')],
  ]) {
    expect(holdHalfOfAFamily(few)).toBe(false);
  }
});

test('addresses are counted once, however the ranges overlap and in whatever order they are given', () => {
  const pairs = fc.array(fc.tuple(anyBits, anyBits), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(pairs, (given) => {
      const spans = given.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
      const starts = spans.flatMap(([from, to]) => [from, to + 1]).toSorted((a, b) => a - b);
      const held = starts.map((start, index) => {
        const size = (starts[index + 1] ?? start) - start;
        return spans.some(([from, to]) => from <= start && start <= to) ? size : 0;
      });
      const total = held.reduce((sum, size) => sum + size, 0);
      const ranges = spans.map(([from, to]) => range(ipv4At(from), ipv4At(to)));
      expect(holdHalfOfAFamily(ranges)).toBe(total >= 2 ** 31);
    }),
  );
});
