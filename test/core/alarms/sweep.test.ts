import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeMemoryAlarmBuckets } from '#adapters/memory/alarm-buckets.ts';
import type { Alarm } from '#core/alarms/ports.ts';
import { makeSweep } from '#core/alarms/sweep.ts';
import { type Instant, minutes, seconds } from '#core/instant.ts';
import { type Fault, Faults } from '#test/simulation/process-life.ts';
import { someDay } from '#test/support/agents.ts';
import { AlarmWorld, anAlarm, neighbours } from './alarm-world.ts';

const hour = minutes(60);
const everyFault = ['killedBefore', 'killedAfter', 'refused', 'answerLost'] as const satisfies readonly Fault[];
const faultAt = (at: number, fault: Fault) => new Faults((call) => (call === at ? fault : undefined));

/** Time goes on to an instant, and one sweep runs to its end or to its fault. */
async function sweepAt(world: AlarmWorld, after: number, faults = new Faults()): Promise<boolean> {
  await world.time.runUntil(someDay + after);
  return world.sweep({ faults });
}

test.each([
  [4, 0],
  [5, 1],
  [8, 180],
])('sweeps that are %i minutes apart make alarms at most %i s late', async (apart, mostSeconds) => {
  for (let ahead = minutes(1); ahead < minutes(20); ahead += 500) {
    const world = new AlarmWorld();
    const alarm = anAlarm(ahead);
    await world.put(alarm);
    for (let minute = 0; minute <= 24; minute += apart) await sweepAt(world, minutes(minute));
    await world.time.runToEnd();
    const [first = Number.POSITIVE_INFINITY] = world.ringsOf(alarm);
    expect(first - alarm.at).toBeGreaterThanOrEqual(0);
    expect(first - alarm.at).toBeLessThanOrEqual(seconds(mostSeconds));
  }
});

test.each(everyFault)('a sweep that breaks off at any call is made up for by the next: %s', async (fault) => {
  const alarms = Array.from({ length: 30 }, (_, n) => anAlarm(minutes(2) + seconds(n), n));
  for (let at = 1; at <= 40; at += 1) {
    const world = new AlarmWorld();
    for (const alarm of alarms) await world.put(alarm);
    await sweepAt(world, minutes(1), faultAt(at, fault));
    await sweepAt(world, minutes(2));
    await world.time.runToEnd();
    for (const alarm of alarms) expect(world.ringsOf(alarm)[0]).toBe(alarm.at);
  }
});

test('whatever is skipped, doubled and broken off, each alarm rings by the first whole sweep that reaches it', async () => {
  const anySweep = fc.oneof(
    { weight: 3, arbitrary: fc.constant([new Faults()]) },
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.constant([new Faults(), new Faults()]) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom(...everyFault))
        .map((one) => [faultAt(...one)]),
    },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: seconds(91), max: minutes(40) }), { minLength: 1, maxLength: 30 }),
      fc.array(anySweep, { maxLength: 40, size: 'max' }),
      async (distances, sweeps) => {
        const world = new AlarmWorld();
        const alarms = distances.map((after, n) => anAlarm(after, n));
        for (const alarm of alarms) await world.put(alarm);
        const whole: Instant[] = [];
        for (const [minute, runs] of [...sweeps, [new Faults()], [new Faults()]].entries()) {
          await world.time.runUntil(someDay + minutes(minute));
          const results = await Promise.all(runs.map((faults) => world.sweep({ faults })));
          if (results.includes(true)) whole.push(someDay + minutes(minute));
        }
        // The last sweep of all comes when everything is due.
        await sweepAt(world, hour);
        whole.push(someDay + hour);
        await world.time.runToEnd();
        for (const alarm of alarms) {
          const [first = Number.POSITIVE_INFINITY] = world.ringsOf(alarm);
          const reached = whole.find((at) => at + minutes(5) > alarm.at) ?? 0;
          expect(first).toBeGreaterThanOrEqual(alarm.at);
          expect(first).toBeLessThanOrEqual(Math.max(alarm.at, reached));
        }
      },
    ),
  );
});

describe('after hours without a sweep', () => {
  /** A shard's alarms of five hours, one each minute. */
  const alarms = Array.from({ length: 300 }, (_, n) => anAlarm(minutes(n + 2), neighbours[n]));
  const outage = async () => {
    const world = new AlarmWorld();
    for (const alarm of alarms) await world.put(alarm);
    await world.time.runUntil(someDay + 6 * hour);
    return world;
  };

  test('one sweep makes up for all of them', async () => {
    const world = await outage();
    await world.sweep();
    await world.time.runToEnd();
    for (const alarm of alarms) expect(world.ringsOf(alarm)).toEqual([someDay + 6 * hour]);
  });

  test('a sweep that breaks off has done part of it for good: only its last ten minutes are sent again', async () => {
    for (const fault of everyFault) {
      const world = await outage();
      expect(await world.sweep({ faults: faultAt(50, fault) })).toBe(false);
      await world.sweep();
      await world.time.runToEnd();
      const rings = alarms.map((alarm) => world.ringsOf(alarm).length);
      expect(Math.min(...rings)).toBe(1);
      expect(rings.filter((count) => count > 1).length).toBeLessThanOrEqual(10);
    }
  });
});

test('more alarms of one moment than are read at once all ring, once', async () => {
  const world = new AlarmWorld();
  const alarms = neighbours.slice(0, 1201).map((n) => anAlarm(minutes(5), n));
  for (const alarm of alarms) await world.put(alarm);
  await sweepAt(world, minutes(4));
  await world.time.runToEnd();
  for (const alarm of alarms) expect(world.ringsOf(alarm)).toEqual([alarm.at]);
});

test('two sweeps at once lose nothing', async () => {
  const world = new AlarmWorld();
  const alarms = Array.from({ length: 40 }, (_, n) => anAlarm(minutes(2) + seconds(n), n));
  for (const alarm of alarms) await world.put(alarm);
  await world.time.runUntil(someDay + minutes(1));
  await Promise.all([world.sweep(), world.sweep()]);
  await sweepAt(world, minutes(2));
  await world.time.runToEnd();
  for (const alarm of alarms) {
    expect(world.ringsOf(alarm).length).toBeLessThanOrEqual(2);
    expect(world.ringsOf(alarm)[0]).toBe(alarm.at);
  }
});

test('a sweep that has more to send than it has time for gets on all the same, and the next ones bring the rest', async () => {
  const buckets = makeMemoryAlarmBuckets();
  const alarms = Array.from({ length: 1_700 }, (_, n) => anAlarm(seconds(10) + n, neighbours[n]));
  for (const alarm of alarms) await buckets.put(alarm);
  const sent: Alarm[] = [];
  const sweepOfTwoPages = () => {
    let pages = 0;
    const send = async (page: readonly Alarm[]) => {
      pages += 1;
      if (pages > 2) throw new Error('out of time');
      sent.push(...page);
    };
    return makeSweep({ buckets, queue: { send }, clock: { now: () => someDay + minutes(1) } })();
  };
  await expect(sweepOfTwoPages()).rejects.toThrow('out of time');
  await expect(sweepOfTwoPages()).resolves.toBeGreaterThan(0);
  expect(new Set(sent)).toEqual(new Set(alarms));
});
