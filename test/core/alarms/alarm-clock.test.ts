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

test.each([0, 1, 60, 300, 899.999, 900, 900.001, 901, 959, 960, 1200, 3600])(
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

test('an alarm of the next quarter of an hour needs no sweep', async () => {
  const world = new AlarmWorld();
  for (const ahead of [0, 1, 5, 14, 15]) {
    await world.set(anAlarm(minutes(ahead), ahead));
    await world.time.runToEnd();
    expect(world.ringsOf(anAlarm(minutes(ahead), ahead))).toHaveLength(1);
  }
});

test('an alarm that is overdue rings at once', async () => {
  const world = new AlarmWorld();
  await world.set(anAlarm(-seconds(5)));
  await world.time.runToEnd();
  expect(world.ringsOf(anAlarm(-seconds(5)))).toEqual([someDay]);
});

test('a far alarm that is set twice rings, as one set once', async () => {
  const world = new AlarmWorld();
  sweepEachMinute(world, { until: minutes(21), second: () => 0 });
  for (const _ of [1, 2]) await world.set(anAlarm(minutes(20)));
  await world.time.runToEnd();
  expect(world.ringsOf(anAlarm(minutes(20)))).toEqual([someDay + minutes(20)]);
});

test('an alarm whose bucket is written minutes later is still ahead of every sweep', async () => {
  for (const writing of [0, 1, 60, 299].map(seconds)) {
    for (const ahead of [900.001, 901, 930, 960, 1000].map(seconds)) {
      const world = new AlarmWorld();
      await world.begin();
      sweepEachMinute(world, { until: minutes(20), second: () => 0 });
      const alarm = anAlarm(begun + ahead);
      world.time.at(someDay + begun, () => world.set(alarm, () => writing));
      await world.time.runToEnd();
      expect(world.ringsOf(alarm)).toEqual([alarm.at]);
    }
  }
});

test('alarms set at any moment, while sweeps are under way and calls take time, ring in time and never early', async () => {
  const anySetting = fc.record({
    after: fc.nat(minutes(6)),
    ahead: fc.oneof(fc.nat(minutes(25)), fc.integer({ min: seconds(890), max: seconds(910) })),
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
        sweepEachMinute(world, { until: minutes(35), second: take(lateness), delay: take(delays) });
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
