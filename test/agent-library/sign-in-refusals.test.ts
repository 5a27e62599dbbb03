import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { holdMs, SignInHeld } from '../../clients/agent/sign-in-refusals.ts';

const now = Date.parse('2026-11-21T09:30:00.000Z');
const minute = 60_000;
const heldUntil = (time: number) => new SignInHeld(new Date(time).toISOString());

describe('the wait of a page whose agent is held', () => {
  beforeEach(() => void jest.useFakeTimers({ now }));
  afterEach(() => void jest.useRealTimers());

  test.each([
    ['until the hold ends', 5 * minute, 5 * minute],
    ['at most an hour, for the clock of the page may be wrong', 100_000 * minute, 60 * minute],
    ['not at all if the hold has ended by the clock of the page', -5 * minute, 0],
  ])('is %s', (_, left, expected) => {
    for (let time = 0; time < 50; time += 1) {
      const waited = holdMs(heldUntil(now + left));
      expect(waited).toBeGreaterThanOrEqual(expected);
      expect(waited).toBeLessThan(expected + 10_000);
    }
  });

  test('is not the same for all pages', () => {
    const waits = Array.from({ length: 50 }, () => holdMs(heldUntil(now + minute)));
    expect(new Set(waits).size).toBeGreaterThan(1);
  });
});

test('the error that a sign-in is held says until when', () => {
  const error = new SignInHeld('2026-11-21T10:00:00.000Z');
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({
    name: 'SignInHeld',
    message: 'Signing in is refused until 2026-11-21T10:00:00.000Z.',
    heldUntil: '2026-11-21T10:00:00.000Z',
  });
});

test.each(['', 'soon', '2026-11-21T25:00:00.000Z'])('%j is no time until which a sign-in is held', (text) => {
  const message = `heldUntil must be like "2026-11-21T09:30:00.000Z"; it is ${JSON.stringify(text)}.`;
  expect(() => new SignInHeld(text)).toThrow(new TypeError(message));
});

test.each([undefined, null, 1_795_253_556_000])('the value %j of a page without types is refused, too', (value) => {
  expect(() => Reflect.construct(SignInHeld, [value])).toThrow('heldUntil must be like "2026-11-21T09:30:00.000Z"');
});
