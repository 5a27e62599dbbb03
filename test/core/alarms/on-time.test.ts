import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeMemoryAlarms } from '#adapters/memory/alarms.ts';
import { makeRingOnTime } from '#core/alarms/on-time.ts';
import { someDay } from '#test/support/agents.ts';
import { anAlarm } from './alarm-world.ts';

function aWorld() {
  const alarms = makeMemoryAlarms();
  const clock = { at: someDay, now: () => clock.at };
  const rungAt: number[] = [];
  const ringOnTime = makeRingOnTime({
    ring: async () => {
      rungAt.push(clock.now());
    },
    alarms,
    clock,
    until: async (instant) => {
      clock.at = Math.max(clock.at, instant);
    },
  });
  return { ringOnTime, rungAt, alarms };
}

test.each([
  ['overdue', -5000, 0],
  ['due', 0, 0],
  ['half a second early', 500, 500],
  ['a second early', 1000, 1000],
])('an alarm that comes %s rings at once or at its instant', async (_, ahead, after) => {
  const { ringOnTime, rungAt, alarms } = aWorld();
  await ringOnTime(anAlarm(ahead));
  expect(rungAt).toEqual([someDay + after]);
  expect(alarms.pending()).toEqual([]);
});

test('an alarm that comes earlier than that is set once more and does not ring', async () => {
  const { ringOnTime, rungAt, alarms } = aWorld();
  await ringOnTime(anAlarm(1001));
  expect(rungAt).toEqual([]);
  expect(alarms.pending()).toEqual([anAlarm(1001)]);
});

test('an alarm either rings, never before its instant, or is set again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: -3000, max: 3000 }), async (ahead) => {
      const { ringOnTime, rungAt, alarms } = aWorld();
      await ringOnTime(anAlarm(ahead));
      expect(rungAt.length + alarms.pending().length).toBe(1);
      for (const at of rungAt) expect(at).toBeGreaterThanOrEqual(someDay + ahead);
    }),
  );
});

test('a ring that fails is failed', async () => {
  const ring = async () => {
    throw new Error('the chat cannot be loaded');
  };
  const clock = { now: () => someDay };
  const ringOnTime = makeRingOnTime({ ring, alarms: makeMemoryAlarms(), clock, until: async () => {} });
  await expect(ringOnTime(anAlarm(0))).rejects.toThrow('the chat cannot be loaded');
});
