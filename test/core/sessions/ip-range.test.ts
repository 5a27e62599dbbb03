import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addressFromBytes,
  coverIpv4,
  everyAddress,
  type IpAddress,
  type IpRange,
  includes,
} from '#core/sessions/ip-range.ts';
import { anyAddress } from './any-agent.ts';

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
});

test('everybody is meant by 0.0.0.0/0 and ::/0, written in one piece or in many', () => {
  const half = ipv4('127.255.255.255');
  const otherHalf = ipv4('128.0.0.0');
  expect(coverIpv4([range(first, last)])).toBe(true);
  expect(coverIpv4([everyAddress])).toBe(true);
  expect(coverIpv4([range(otherHalf, last), range(first, half)])).toBe(true);
  expect(coverIpv4([])).toBe(false);
  expect(coverIpv4([range(first, half)])).toBe(false);
  expect(coverIpv4([range(first, ipv4('255.255.255.254'))])).toBe(false);
  expect(coverIpv4([range(ipv4('0.0.0.1'), last)])).toBe(false);
});

test('pieces that leave no gap cover all of IPv4, in any order and overlapping; with one address missing they do not', () => {
  const anyCuts = fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 32 - 1 }), { maxLength: 6 });
  fc.assert(
    fc.property(anyCuts, fc.array(fc.tuple(anyBits, anyBits), { maxLength: 3 }), fc.nat(), (cuts, more, pick) => {
      const starts = [0, ...cuts.toSorted((a, b) => a - b)];
      const pieces = starts.map((start, index) => range(ipv4At(start), ipv4At((starts[index + 1] ?? 2 ** 32) - 1)));
      const overlapping = more.map(([a, b]) => range(ipv4At(Math.min(a, b)), ipv4At(Math.max(a, b))));
      expect(coverIpv4([...overlapping, ...pieces.toReversed()])).toBe(true);
      expect(coverIpv4(pieces.toSpliced(pick % pieces.length, 1))).toBe(false);
    }),
  );
});
