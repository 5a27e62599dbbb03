import { expect, test } from '@jest/globals';
import { makeUntil } from '#adapters/until.ts';

/** A clock of a speed, and timers that go off so many milliseconds early. */
function aMachine({ speed = 1, early = 0 }) {
  const pauses: number[] = [];
  const clock = { at: 0, now: () => Math.floor(clock.at) };
  const pause = async (milliseconds: number) => {
    pauses.push(milliseconds);
    clock.at += Math.max(0.4, milliseconds - early) * speed;
  };
  return { clock, pauses, until: makeUntil({ clock, pause }) };
}

test('what is past is not waited for', async () => {
  const { until, clock, pauses } = aMachine({});
  clock.at = 500;
  await until(500);
  await until(499);
  expect(pauses).toEqual([]);
});

test('by the time it returns the clock shows the instant, and no more', async () => {
  const { until, clock } = aMachine({});
  await until(437);
  expect(clock.at).toBe(437);
});

test('a timer that goes off early does not end it', async () => {
  const { until, clock } = aMachine({ early: 1 });
  await until(437);
  expect(clock.now()).toBeGreaterThanOrEqual(437);
  expect(clock.now()).toBeLessThanOrEqual(438);
});

test('where a minute lasts a second it takes as much less, to 10 ms of the machine', async () => {
  const { until, clock, pauses } = aMachine({ speed: 60 });
  await until(900);
  expect(clock.now()).toBeGreaterThanOrEqual(900);
  expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeLessThanOrEqual(900 / 60 + 10);
});
