import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { minutes, seconds } from '#core/instant.ts';
import { Random } from '#test/simulation/random.ts';
import { someDay } from '#test/support/agents.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { aWakeUp, type Delay, VirtualWakeUps } from './virtual-wake-ups.ts';

/** When all shards have been swept for the first time. */
const begun = minutes(2);

/** Sweeps in every minute from then until the end, this many milliseconds into the minute. */
function sweepEachMinute(
  wakeUps: VirtualWakeUps,
  { until, second, delay }: { until: number; second: Delay; delay?: Delay },
) {
  for (let minute = begun; minute <= begun + until; minute += minutes(1)) {
    wakeUps.time.at(someDay + minute + second(), async () => {
      await wakeUps.sweep({ ...(delay && { delay }) });
    });
  }
}

test.each([0, 1, 60, 300, 899.999, 900, 900.001, 901, 959, 960, 1200, 3600])(
  'a wake-up %f s ahead fires once, to the millisecond',
  async (ahead) => {
    const wakeUps = new VirtualWakeUps();
    const wakeUp = aWakeUp(begun + seconds(ahead));
    sweepEachMinute(wakeUps, { until: minutes(61), second: () => 0 });
    await wakeUps.time.runUntil(someDay + begun);
    await wakeUps.set(wakeUp);
    await wakeUps.time.runToEnd();
    expect(wakeUps.firingsOf(wakeUp)).toEqual([wakeUp.at]);
  },
);

test('a wake-up of the next 15 minutes needs no sweep, and a later one waits for it', async () => {
  for (const ahead of [0, 1, 5, 14, 15, 16].map(minutes)) {
    const wakeUps = new VirtualWakeUps();
    await wakeUps.set(aWakeUp(ahead));
    await wakeUps.time.runToEnd();
    expect(wakeUps.firingsOf(aWakeUp(ahead))).toHaveLength(ahead <= minutes(15) ? 1 : 0);
  }
});

test('an overdue wake-up fires at once', async () => {
  const wakeUps = new VirtualWakeUps();
  await wakeUps.set(aWakeUp(-seconds(5)));
  await wakeUps.time.runToEnd();
  expect(wakeUps.firingsOf(aWakeUp(-seconds(5)))).toEqual([someDay]);
});

test('a wake-up far ahead that is set twice fires like one that is set once', async () => {
  const wakeUps = new VirtualWakeUps();
  sweepEachMinute(wakeUps, { until: minutes(21), second: () => 0 });
  for (const _ of [1, 2]) await wakeUps.set(aWakeUp(minutes(20)));
  await wakeUps.time.runToEnd();
  expect(wakeUps.firingsOf(aWakeUp(minutes(20)))).toEqual([someDay + minutes(20)]);
});

test('a wake-up whose write to the bucket takes minutes is still ahead of every sweep', async () => {
  for (const writing of [0, 1, 60, 299].map(seconds)) {
    for (const ahead of [900.001, 901, 930, 960, 1000].map(seconds)) {
      const wakeUps = new VirtualWakeUps();
      await wakeUps.begin();
      sweepEachMinute(wakeUps, { until: minutes(20), second: () => 0 });
      const wakeUp = aWakeUp(begun + ahead);
      wakeUps.time.at(someDay + begun, () => wakeUps.set(wakeUp, () => writing));
      await wakeUps.time.runToEnd();
      expect(wakeUps.firingsOf(wakeUp)).toEqual([wakeUp.at]);
    }
  }
});

test('wake-ups that are set at any moment, while sweeps run and calls take time, fire in time and never early', async () => {
  const anySetting = fc.record({
    after: fc.nat(minutes(6)),
    ahead: fc.oneof(fc.nat(minutes(25)), fc.integer({ min: seconds(890), max: seconds(910) })),
    delay: fc.oneof(fc.constant(0), fc.nat(seconds(1)), fc.nat(seconds(40))),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(anySetting, { minLength: 1, maxLength: 70, size: 'max' }),
      fc.integer(),
      async (settings, seed) => {
        const random = new Random(seed);
        const wakeUps = new VirtualWakeUps();
        await wakeUps.begin();
        sweepEachMinute(wakeUps, {
          until: minutes(35),
          second: () => random.upTo(seconds(5)),
          delay: () => random.upTo(seconds(1)),
        });
        const setAt = new Map<number, number>();
        for (const [n, { after, ahead, delay }] of settings.entries()) {
          wakeUps.time.at(someDay + begun + after, async () => {
            await wakeUps.set(aWakeUp(begun + after + ahead, n), () => delay);
            setAt.set(n, wakeUps.time.now());
          });
        }
        await wakeUps.time.runToEnd();
        for (const [n, { after, ahead }] of settings.entries()) {
          const wakeUp = aWakeUp(begun + after + ahead, n);
          const [first = Number.POSITIVE_INFINITY] = wakeUps.firingsOf(wakeUp);
          expect(first).toBeGreaterThanOrEqual(wakeUp.at);
          expect(first).toBeLessThanOrEqual(Math.max(wakeUp.at, setAt.get(n) ?? 0));
        }
      },
    ),
    { numRuns: randomRuns(30) },
  );
});
