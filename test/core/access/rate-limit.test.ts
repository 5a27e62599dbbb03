import { expect, test } from '@jest/globals';
import { makeMemoryRateLimits } from '#adapters/memory/access.ts';
import { comparisonLimit, emptyUntilFull, fullAtTheLatest, rateLimit } from '#core/access/rate-limit.ts';
import { seconds } from '#core/instant.ts';
import { someDay } from '#test/support/agents.ts';

test('a bucket contains a token while it needs at most the time of all but one to be full', () => {
  expect(fullAtTheLatest(someDay, rateLimit)).toBe(someDay + 1_900);
});

test('a caller without a token is told after how many milliseconds there is one', () => {
  expect(emptyUntilFull(someDay + 2_000, someDay, rateLimit)).toEqual({ type: 'empty', retryAfterMilliseconds: 100 });
  expect(emptyUntilFull(someDay + 1_900.5, someDay, rateLimit)).toEqual({ type: 'empty', retryAfterMilliseconds: 1 });
});

test('one source may have fifty passwords compared at once, and then five a second', async () => {
  const { take } = makeMemoryRateLimits(comparisonLimit);
  const takenAt = async (now: number) => {
    let count = 0;
    for (let n = 0; n < 60; n += 1) {
      if ((await take({ instanceId: 'demo', callerId: 'password:10.0.0.1' }, now)).type === 'taken') count += 1;
    }
    return count;
  };
  expect(await takenAt(someDay)).toBe(50);
  expect(await takenAt(someDay + seconds(1))).toBe(5);
});
