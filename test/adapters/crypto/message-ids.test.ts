import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeMessageIds } from '#adapters/crypto/message-ids.ts';
import { someDay } from '../../support/agents.ts';

const uuid7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('an id is a UUID of version 7 that begins with its instant, whatever the random bytes', () => {
  const instant = fc.integer({ min: 0, max: 2 ** 48 - 1 });
  fc.assert(
    fc.property(instant, fc.uint8Array({ minLength: 10, maxLength: 10 }), (at, random) => {
      const id = makeMessageIds(() => random).next(at);
      expect(id).toMatch(uuid7);
      expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(at);
    }),
  );
});

test('an id has 74 random bits', () => {
  const none = makeMessageIds(() => new Uint8Array(10)).next(someDay);
  const all = makeMessageIds(() => new Uint8Array(10).fill(0xff)).next(someDay);
  const differing = [...none].map((digit, n) => Number.parseInt(digit, 16) ^ Number.parseInt(all[n] ?? '', 16));
  const bits = differing
    .filter((bit) => !Number.isNaN(bit))
    .reduce((sum, bit) => sum + bit.toString(2).replaceAll('0', '').length, 0);
  expect(bits).toBe(74);
});

test('ids of one instant differ', () => {
  const ids = makeMessageIds();
  expect(new Set(Array.from({ length: 100 }, () => ids.next(someDay))).size).toBe(100);
});
