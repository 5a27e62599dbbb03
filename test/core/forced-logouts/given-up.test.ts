import { expect, test } from '@jest/globals';
import { endsWithin } from '#core/access/idempotency.ts';
import { makeRequireInTime, RequestGivenUpError } from '#core/forced-logouts/given-up.ts';
import { someDay } from '#test/support/agents.ts';

test('a request is given up when its caller has been told that it takes too long, by the clock of the work', () => {
  const time = { at: someDay };
  const workClock = { now: () => time.at };
  const requireInTime = makeRequireInTime({ clock: { now: () => Number.POSITIVE_INFINITY }, workClock });
  const byOneClock = makeRequireInTime({ clock: workClock });
  time.at = someDay + endsWithin - 1;
  for (const check of [requireInTime, byOneClock]) expect(() => check(someDay)).not.toThrow();
  time.at += 1;
  for (const check of [requireInTime, byOneClock]) expect(() => check(someDay)).toThrow(RequestGivenUpError);
});
