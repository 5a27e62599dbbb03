import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { participantTokenExpiry } from '#core/access/tokens.ts';
import { days, minutes } from '#core/instant.ts';
import { someDay } from '#test/support/agents.ts';

const hour = minutes(60);

test('the token of a participant who has just joined is valid for a day', () => {
  expect(participantTokenExpiry(someDay, someDay)).toBe(someDay + days(1));
});

test('in every answer of an hour, counted from joining, a participant gets the same token', () => {
  expect(participantTokenExpiry(someDay, someDay + hour - 1)).toBe(someDay + days(1));
  expect(participantTokenExpiry(someDay, someDay + hour)).toBe(someDay + days(1) + hour);
  expect(participantTokenExpiry(someDay, someDay + 2 * hour - 1)).toBe(someDay + days(1) + hour);
});

test('the token that a participant gets is valid for 23 hours at least and for a day at most', () => {
  fc.assert(
    fc.property(fc.nat(days(8)), (since) => {
      const now = someDay + since;
      const left = participantTokenExpiry(someDay, now) - now;
      expect(left).toBeGreaterThan(days(1) - hour);
      expect(left).toBeLessThanOrEqual(days(1));
    }),
  );
});

test('a clock that is behind the one of the join makes no token shorter', () => {
  expect(participantTokenExpiry(someDay, someDay - 2 * hour)).toBe(someDay + days(1));
});
