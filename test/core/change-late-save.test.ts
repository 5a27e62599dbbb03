import { describe, expect, test } from '@jest/globals';
import type { ChangeOptions } from '#core/change.ts';
import { seconds } from '#core/instant.ts';
import { add, key, recordedSums } from './sum.ts';

/** Sums whose save takes effect at this instant. From then on no wake-up can be set, if the queue is down. */
function sumsThatSaveAt(instant: number, { isQueueDown = false } = {}) {
  const sums = recordedSums();
  sums.failures.set('save', () => {
    sums.time.at = instant;
    if (isQueueDown) sums.failures.set('set', () => new Error('the queue is down'));
    return undefined;
  });
  return { ...sums, setFor: () => sums.wakeUps.pending().map(({ at }) => at) };
}

/** A change that needs a wake-up at its instant. */
const withWakeUp = () => ({ ...add('a')(undefined), events: [], wakeUpAt: seconds(40) });

describe('a wake-up that may have fired before the save took effect', () => {
  test('is set again, if it was due by then', async () => {
    for (const [instant, times] of [
      [seconds(40) - 1, 1],
      [seconds(40), 2],
      [seconds(50), 2],
    ] as const) {
      const { change, setFor } = sumsThatSaveAt(instant);
      await change(key, withWakeUp);
      expect(setFor()).toEqual(Array(times).fill(seconds(40)));
    }
  });

  test('is not set again by a change that has found it set', async () => {
    const { change, wakeUps, failures, time } = recordedSums();
    await change(key, withWakeUp);
    time.at = seconds(5);
    failures.set('save', () => {
      time.at = seconds(40);
      return undefined;
    });
    await change(key, (sum) => ({ ...add('b')(sum), events: [], wakeUpAt: seconds(40) }));
    expect(wakeUps.pending()).toHaveLength(1);
  });

  test.each<ChangeOptions>([{}, { delivery: 'last' }])(
    'and cannot be set again is reported, because nobody repeats the work (%j)',
    async (options) => {
      const { change, store, reports } = sumsThatSaveAt(seconds(40), { isQueueDown: true });
      expect(await change(key, withWakeUp, options)).toBe('a');
      expect(await store.load(key)).toMatchObject({ wakeUpAt: seconds(40) });
      expect(reports).toEqual(['A wake-up that is due could not be set again; a later one will do its work']);
    },
  );

  test('and cannot be set again fails a message, which is delivered again', async () => {
    const { change, reports } = sumsThatSaveAt(seconds(40), { isQueueDown: true });
    await expect(change(key, withWakeUp, { delivery: 'repeated' })).rejects.toThrow('the queue is down');
    expect(reports).toEqual([]);
  });
});

test('that people were notified and it could not be recorded is reported', async () => {
  const { change, failures, reports } = recordedSums();
  failures.set('publish', () => new Error('the bus is down'));
  let saves = 0;
  failures.set('save', () => (++saves > 1 ? new Error('throttled') : undefined));
  expect(await change(key, add('a'))).toBe('a');
  expect(reports).toEqual([
    'Whether people were notified could not be recorded; it may happen again',
    'Events are saved but not published; the wake-up that guards them will publish them',
  ]);
});
