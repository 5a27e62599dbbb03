import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { minutes, seconds } from '#core/instant.ts';
import { someDay } from '#test/support/agents.ts';
import { AlarmWorld, anAlarm, type Delay } from './alarm-world.ts';

/** When the shards have been swept for the first time. */
const begun = minutes(2);

/** A sweep in every minute from then until the end, at some seconds of it. */
function sweepEachMinute(world: AlarmWorld, { until, second, delay }: { until: number; second: Delay; delay?: Delay }) {
  for (let minute = begun; minute <= begun + until; minute += minutes(1)) {
    world.time.at(someDay + minute + second(), async () => {
      await world.sweep({ ...(delay && { delay }) });
    });
  }
}

test.each([0, 1, 60, 75, 89.999, 90, 90.001, 91, 119, 120, 121, 150, 3600])(
  'an alarm %f s ahead rings once, to the millisecond',
  async (ahead) => {
    const world = new AlarmWorld();
    const alarm = anAlarm(begun + seconds(ahead));
    sweepEachMinute(world, { until: minutes(61), second: () => 0 });
    await world.time.runUntil(someDay + begun);
    await world.set(alarm);
    await world.time.runToEnd();
    expect(world.ringsOf(alarm)).toEqual([alarm.at]);
  },
);

test('an alarm that is overdue rings at once', async () => {
  const world = new AlarmWorld();
  await world.set(anAlarm(-seconds(5)));
  await world.time.runToEnd();
  expect(world.ringsOf(anAlarm(-seconds(5)))).toEqual([someDay]);
});

test('an alarm that is set twice rings, as one set once', async () => {
  const world = new AlarmWorld();
  sweepEachMinute(world, { until: minutes(11), second: () => 0 });
  for (const _ of [1, 2]) await world.set(anAlarm(minutes(10)));
  await world.time.runToEnd();
  expect(world.ringsOf(anAlarm(minutes(10)))).toEqual([someDay + minutes(10)]);
});

test('an alarm whose bucket is written only when a sweep has passed it rings all the same', async () => {
  for (const second of [0, 30, 44, 46, 59].map(seconds)) {
    for (const writing of [0, 1, 14, 16, 40, 70].map(seconds)) {
      for (const ahead of [90.001, 91, 100, 120, 135].map(seconds)) {
        const world = new AlarmWorld();
        await world.begin();
        sweepEachMinute(world, { until: minutes(5), second: () => 0 });
        const alarm = anAlarm(begun + second + ahead);
        let setAt = Number.POSITIVE_INFINITY;
        world.time.at(someDay + begun + second, async () => {
          await world.set(alarm, () => writing);
          setAt = world.time.now();
        });
        await world.time.runToEnd();
        const [first = Number.POSITIVE_INFINITY] = world.ringsOf(alarm);
        expect(first).toBeLessThanOrEqual(Math.max(alarm.at, setAt));
      }
    }
  }
});

test('alarms set at any moment, while sweeps are under way and calls take time, ring in time and never early', async () => {
  const anySetting = fc.record({
    after: fc.nat(minutes(6)),
    ahead: fc.oneof(fc.nat(minutes(5)), fc.integer({ min: seconds(70), max: seconds(140) })),
    delay: fc.oneof(fc.constant(0), fc.nat(seconds(1)), fc.nat(seconds(40))),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(anySetting, { minLength: 1, maxLength: 20 }),
      fc.infiniteStream(fc.nat(seconds(5))),
      fc.infiniteStream(fc.nat(seconds(1))),
      async (settings, lateness, delays) => {
        const world = new AlarmWorld();
        await world.begin();
        const take = (stream: Iterator<number>) => () => Number(stream.next().value);
        sweepEachMinute(world, { until: minutes(20), second: take(lateness), delay: take(delays) });
        const setAt = new Map<number, number>();
        for (const [n, { after, ahead, delay }] of settings.entries()) {
          world.time.at(someDay + begun + after, async () => {
            await world.set(anAlarm(begun + after + ahead, n), () => delay);
            setAt.set(n, world.time.now());
          });
        }
        await world.time.runToEnd();
        for (const [n, { after, ahead }] of settings.entries()) {
          const alarm = anAlarm(begun + after + ahead, n);
          const [first = Number.POSITIVE_INFINITY] = world.ringsOf(alarm);
          expect(first).toBeGreaterThanOrEqual(alarm.at);
          expect(first).toBeLessThanOrEqual(Math.max(alarm.at, setAt.get(n) ?? 0));
        }
      },
    ),
  );
});
