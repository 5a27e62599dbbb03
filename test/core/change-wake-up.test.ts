import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { minutes, seconds } from '#core/instant.ts';
import { add, key, recordedSums, type Sum, type SumPorts } from './sum.ts';

const soonest = (wakeUps: SumPorts['wakeUps']) => Math.min(...wakeUps.pending().map(({ at }) => at));

test('the wake-up that an aggregate needs is set before the state that needs it', async () => {
  const { change, calls, wakeUps } = recordedSums();
  await change(key, (sum) => ({ ...add('a')(sum), events: [], wakeUpAt: 5000 }), { delivery: 'repeated' });
  expect(calls).toEqual(['load', 'set', 'save']);
  expect(wakeUps.pending()).toEqual([{ kind: 'agent', ...key, at: 5000 }]);
});

test('a wake-up that is set already is not set again while it guards in time', async () => {
  const { change, wakeUps, time } = recordedSums();
  await change(key, add('a'));
  time.at = seconds(30);
  await change(key, add('b'));
  expect(wakeUps.pending()).toHaveLength(1);
  time.at = seconds(30) + 1;
  await change(key, add('c'));
  expect(wakeUps.pending().map(({ at }) => at)).toEqual([seconds(60), seconds(90) + 1]);
});

test('a wake-up that is set for later does not replace an earlier one', async () => {
  const { change, wakeUps } = recordedSums();
  await change(key, (sum) => ({ ...add('a')(sum), events: [], wakeUpAt: minutes(10) }), { delivery: 'repeated' });
  await change(key, add('b'));
  expect(wakeUps.pending().map(({ at }) => at)).toEqual([minutes(10), seconds(60)]);
});

test('a wake-up that fires early is set again for its instant, and that is recorded', async () => {
  const { change, calls, wakeUps, time } = recordedSums();
  const addWithWakeUp = (sum: Sum | undefined) => ({ ...add('a')(sum), wakeUpAt: minutes(10) });
  await change(key, addWithWakeUp);
  time.at = seconds(60);
  expect(wakeUps.wake(time.at)).toHaveLength(1);
  calls.length = 0;
  await change(key, addWithWakeUp, { delivery: 'repeated' });
  expect(calls).toEqual(['load', 'set', 'save']);
  expect(wakeUps.pending().map(({ at }) => at)).toEqual([minutes(10)]);
  calls.length = 0;
  await change(key, addWithWakeUp, { delivery: 'repeated' });
  expect(calls).toEqual(['load']);
});

test('a guard does not replace the wake-up that the aggregate waits for', async () => {
  const { change, calls, wakeUps, time, store } = recordedSums();
  const addWithWakeUp = (part: string) => (sum: Sum | undefined) => ({ ...add(part)(sum), wakeUpAt: minutes(10) });
  await change(key, addWithWakeUp('a'), { delivery: 'repeated' });
  time.at = minutes(2);
  await change(key, addWithWakeUp('b'));
  expect(wakeUps.pending().map(({ at }) => at)).toEqual([minutes(10), minutes(3)]);
  expect(await store.load(key)).toMatchObject({ wakeUpAt: minutes(10) });
  time.at = minutes(3);
  calls.length = 0;
  await change(key, addWithWakeUp('b'), { delivery: 'repeated' });
  expect(calls).toEqual(['load']);
});

test('no guard is set if the aggregate’s own wake-up fires within a minute', async () => {
  const { change, wakeUps, time } = recordedSums();
  await change(key, (sum) => ({ ...add('a')(sum), wakeUpAt: minutes(10) }), { delivery: 'repeated' });
  time.at = minutes(9) + seconds(16);
  await change(key, add('b'));
  expect(wakeUps.pending().map(({ at }) => at)).toEqual([minutes(10)]);
});

test('a wake-up half a minute to a minute ahead guards every change of a request, whatever happened before', async () => {
  const anyGaps = fc.array(fc.integer({ min: 0, max: seconds(90) }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(anyGaps, async (gaps) => {
      const { change, wakeUps, time } = recordedSums();
      for (const [index, gap] of gaps.entries()) {
        time.at += gap;
        await change(key, add(`${index}`));
        const guards = wakeUps.pending().filter(({ at }) => at >= time.at + seconds(30) && at <= time.at + seconds(60));
        expect(guards.length).toBeGreaterThan(0);
      }
    }),
  );
});

test('whatever changes and fires, a wake-up is always due in time, and there is at most one besides guards', async () => {
  const anyAction = fc.record({
    gap: fc.oneof(fc.nat(seconds(90)), fc.nat(minutes(12))),
    type: fc.constantFrom('change', 'activity'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(anyAction, { maxLength: 20 }), async (actions) => {
      const { change, wakeUps, time } = recordedSums();
      let lastSeenAt = 0;
      /** Ten minutes without activity are an event; then the next ten begin. */
      const look = (sum: Sum | undefined, now: number) => {
        const isDue = lastSeenAt + minutes(10) <= now;
        if (isDue) lastSeenAt = now;
        return { ...add(...(isDue ? [`${now}`] : []))(sum), wakeUpAt: lastSeenAt + minutes(10) };
      };
      const advanceTo = async (end: number) => {
        for (let next = soonest(wakeUps); next <= end; next = soonest(wakeUps)) {
          time.at = next;
          for (const _ of wakeUps.wake(next)) await change(key, look, { delivery: 'repeated' });
        }
        time.at = end;
      };
      await change(key, (sum) => ({ ...add('first')(sum), wakeUpAt: minutes(10) }));
      for (const [index, { gap, type }] of actions.entries()) {
        await advanceTo(time.at + gap);
        lastSeenAt = time.at;
        if (type === 'change') {
          await change(key, (sum) => ({ ...add(`${index}`)(sum), wakeUpAt: lastSeenAt + minutes(10) }));
        }
        expect(soonest(wakeUps)).toBeLessThanOrEqual(lastSeenAt + minutes(10));
        const far = wakeUps.pending().filter(({ at }) => at > time.at + seconds(60));
        expect(far.length).toBeLessThanOrEqual(1);
      }
    }),
  );
});
