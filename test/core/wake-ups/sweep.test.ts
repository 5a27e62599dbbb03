import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Instant, minutes, seconds } from '#core/instant.ts';
import { everyFault, Faults, faultAt } from '#test/simulation/invocation.ts';
import { someDay } from '#test/support/agents.ts';
import { aWakeUp, neighbours, VirtualWakeUps } from './virtual-wake-ups.ts';

const hour = minutes(60);

/** Sets the clock to an instant, and sweeps until the end or until a call fails. */
async function sweepAt(system: VirtualWakeUps, after: number, faults = new Faults()): Promise<boolean> {
  await system.time.runUntil(someDay + after);
  return system.sweep({ faults });
}

test.each([
  [4, 0],
  [5, 1],
  [8, 180],
])('with sweeps that are %i minutes apart, wake-ups are at most %i s late', async (apart, mostSeconds) => {
  // Half a second apart, and far enough apart in each system that some are the first of their shard.
  for (let offset = minutes(1); offset < minutes(1) + seconds(20); offset += 500) {
    const system = new VirtualWakeUps();
    const wakeUps = Array.from({ length: 57 }, (_, n) => aWakeUp(offset + n * seconds(20), n));
    for (const wakeUp of wakeUps) await system.put(wakeUp);
    for (let minute = 0; minute <= 24; minute += apart) await sweepAt(system, minutes(minute));
    await system.time.runToEnd();
    for (const wakeUp of wakeUps) {
      const [first = Number.POSITIVE_INFINITY] = system.firingsOf(wakeUp);
      expect(first - wakeUp.at).toBeGreaterThanOrEqual(0);
      expect(first - wakeUp.at).toBeLessThanOrEqual(seconds(mostSeconds));
    }
  }
});

test.each(everyFault)('the next sweep makes up for one that breaks off at any call: %s', async (fault) => {
  const wakeUps = Array.from({ length: 30 }, (_, n) => aWakeUp(minutes(2) + seconds(n), n));
  for (let at = 1; at <= 40; at += 1) {
    const system = new VirtualWakeUps();
    for (const wakeUp of wakeUps) await system.put(wakeUp);
    await sweepAt(system, minutes(1), faultAt(at, fault));
    await sweepAt(system, minutes(2));
    await system.time.runToEnd();
    for (const wakeUp of wakeUps) expect(system.firingsOf(wakeUp)[0]).toBe(wakeUp.at);
  }
});

test('whatever is skipped, doubled and broken off, each wake-up has fired after the first complete sweep that reaches it', async () => {
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
        const system = new VirtualWakeUps();
        const wakeUps = distances.map((after, n) => aWakeUp(after, n));
        for (const wakeUp of wakeUps) await system.put(wakeUp);
        const completed: Instant[] = [];
        for (const [minute, runs] of [...sweeps, [new Faults()], [new Faults()]].entries()) {
          await system.time.runUntil(someDay + minutes(minute));
          const results = await Promise.all(runs.map((faults) => system.sweep({ faults })));
          if (results.includes(true)) completed.push(someDay + minutes(minute));
        }
        // The last sweep is made when everything is due.
        await sweepAt(system, hour);
        completed.push(someDay + hour);
        await system.time.runToEnd();
        for (const wakeUp of wakeUps) {
          const [first = Number.POSITIVE_INFINITY] = system.firingsOf(wakeUp);
          const reached = completed.find((at) => at + minutes(5) > wakeUp.at) ?? 0;
          expect(first).toBeGreaterThanOrEqual(wakeUp.at);
          expect(first).toBeLessThanOrEqual(Math.max(wakeUp.at, reached));
        }
      },
    ),
  );
});

describe('after hours without a sweep', () => {
  /** Five hours of wake-ups in one shard, one each minute. */
  const wakeUps = Array.from({ length: 300 }, (_, n) => aWakeUp(minutes(n + 2), neighbours[n]));
  const afterOutage = async () => {
    const system = new VirtualWakeUps();
    for (const wakeUp of wakeUps) await system.put(wakeUp);
    await system.time.runUntil(someDay + 6 * hour);
    return system;
  };

  test('one sweep makes up for all that were missed', async () => {
    const system = await afterOutage();
    await system.sweep();
    await system.time.runToEnd();
    for (const wakeUp of wakeUps) expect(system.firingsOf(wakeUp)).toEqual([someDay + 6 * hour]);
  });

  test('of a sweep that breaks off, only the last ten minutes are sent again', async () => {
    for (const fault of everyFault) {
      const system = await afterOutage();
      expect(await system.sweep({ faults: faultAt(50, fault) })).toBe(false);
      await system.sweep();
      await system.time.runToEnd();
      const firings = wakeUps.map((wakeUp) => system.firingsOf(wakeUp).length);
      expect(Math.min(...firings)).toBe(1);
      expect(firings.filter((count) => count > 1).length).toBeLessThanOrEqual(10);
    }
  });
});

test('more wake-ups of one instant than a page contains all fire, once', async () => {
  const system = new VirtualWakeUps();
  const wakeUps = neighbours.slice(0, 1201).map((n) => aWakeUp(minutes(5), n));
  for (const wakeUp of wakeUps) await system.put(wakeUp);
  await sweepAt(system, minutes(4));
  await system.time.runToEnd();
  for (const wakeUp of wakeUps) expect(system.firingsOf(wakeUp)).toEqual([wakeUp.at]);
});

test('a sweep that breaks off between two pages of one instant leaves the second page to the next sweep', async () => {
  const wakeUps = neighbours.slice(0, 501).map((n) => aWakeUp(minutes(5), n));
  for (let at = 1; at <= 12; at += 1) {
    const system = new VirtualWakeUps();
    for (const wakeUp of wakeUps) await system.put(wakeUp);
    await sweepAt(system, minutes(3), faultAt(at, 'killedAfter'));
    await sweepAt(system, minutes(4));
    await system.time.runToEnd();
    for (const wakeUp of wakeUps) expect(system.firingsOf(wakeUp)[0]).toBe(wakeUp.at);
  }
});

test('two simultaneous sweeps lose nothing', async () => {
  const system = new VirtualWakeUps();
  const wakeUps = Array.from({ length: 40 }, (_, n) => aWakeUp(minutes(2) + seconds(n), n));
  for (const wakeUp of wakeUps) await system.put(wakeUp);
  await system.time.runUntil(someDay + minutes(1));
  await Promise.all([system.sweep(), system.sweep()]);
  await sweepAt(system, minutes(2));
  await system.time.runToEnd();
  for (const wakeUp of wakeUps) {
    expect(system.firingsOf(wakeUp).length).toBeLessThanOrEqual(2);
    expect(system.firingsOf(wakeUp)[0]).toBe(wakeUp.at);
  }
});
