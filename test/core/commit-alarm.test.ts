import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { minutes, seconds } from '#core/instant.ts';
import { add, aWatchedWorld, key, type Sum, type SumWorld } from './sum.ts';

const soonest = (alarms: SumWorld['alarms']) => Math.min(...alarms.pending().map(({ at }) => at));

test('the alarm that an aggregate asks for is set before the state that needs it', async () => {
  const { commit, calls, alarms } = aWatchedWorld();
  await commit(key, (sum) => ({ ...add('a')(sum), events: [], alarmAt: 5000 }), 'redelivery');
  expect(calls).toEqual(['load', 'set', 'save']);
  expect(alarms.pending()).toEqual([{ kind: 'agent', ...key, at: 5000 }]);
});

test('an alarm that is set already is not set again while it guards in time', async () => {
  const { commit, alarms, time } = aWatchedWorld();
  await commit(key, add('a'), 'caller');
  time.at = seconds(30);
  await commit(key, add('b'), 'caller');
  expect(alarms.pending()).toHaveLength(1);
  time.at = seconds(30) + 1;
  await commit(key, add('c'), 'caller');
  expect(alarms.pending().map(({ at }) => at)).toEqual([seconds(60), seconds(90) + 1]);
});

test('an alarm that is set for later does not serve a sooner purpose', async () => {
  const { commit, alarms } = aWatchedWorld();
  await commit(key, (sum) => ({ ...add('a')(sum), events: [], alarmAt: minutes(10) }), 'redelivery');
  await commit(key, add('b'), 'caller');
  expect(alarms.pending().map(({ at }) => at)).toEqual([minutes(10), seconds(60)]);
});

test('an alarm that rings early is set again for the rest, and that is noted', async () => {
  const { commit, calls, alarms, time } = aWatchedWorld();
  const addLasting = (sum: Sum | undefined) => ({ ...add('a')(sum), alarmAt: minutes(10) });
  await commit(key, addLasting, 'caller');
  time.at = seconds(60);
  expect(alarms.ring(time.at)).toHaveLength(1);
  calls.length = 0;
  await commit(key, addLasting, 'redelivery');
  expect(calls).toEqual(['load', 'set', 'save']);
  expect(alarms.pending().map(({ at }) => at)).toEqual([minutes(10)]);
  calls.length = 0;
  await commit(key, addLasting, 'redelivery');
  expect(calls).toEqual(['load']);
});

test('a guard that is set besides the alarm that is waited for leaves that one standing', async () => {
  const { commit, calls, alarms, time, store } = aWatchedWorld();
  const addLasting = (part: string) => (sum: Sum | undefined) => ({ ...add(part)(sum), alarmAt: minutes(10) });
  await commit(key, addLasting('a'), 'redelivery');
  time.at = minutes(2);
  await commit(key, addLasting('b'), 'caller');
  expect(alarms.pending().map(({ at }) => at)).toEqual([minutes(10), minutes(3)]);
  expect(await store.load(key)).toMatchObject({ alarmAt: minutes(10) });
  time.at = minutes(3);
  calls.length = 0;
  await commit(key, addLasting('b'), 'redelivery');
  expect(calls).toEqual(['load']);
});

test('an alarm that is waited for and rings within a minute is guard enough', async () => {
  const { commit, alarms, time } = aWatchedWorld();
  await commit(key, (sum) => ({ ...add('a')(sum), alarmAt: minutes(10) }), 'redelivery');
  time.at = minutes(9) + seconds(16);
  await commit(key, add('b'), 'caller');
  expect(alarms.pending().map(({ at }) => at)).toEqual([minutes(10)]);
});

test('alarms guard every change of a caller, half a minute to a minute ahead, whatever went before', async () => {
  const anyGaps = fc.array(fc.integer({ min: 0, max: seconds(90) }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(anyGaps, async (gaps) => {
      const { commit, alarms, time } = aWatchedWorld();
      for (const [index, gap] of gaps.entries()) {
        time.at += gap;
        await commit(key, add(`${index}`), 'caller');
        const guards = alarms.pending().filter(({ at }) => at >= time.at + seconds(30) && at <= time.at + seconds(60));
        expect(guards.length).toBeGreaterThan(0);
      }
    }),
  );
});

test('whatever changes and rings: some alarm is always due in time, and besides guards there is one', async () => {
  const anyDeed = fc.record({
    gap: fc.oneof(fc.nat(seconds(90)), fc.nat(minutes(12))),
    does: fc.constantFrom('change', 'write'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(anyDeed, { maxLength: 20 }), async (deeds) => {
      const { commit, alarms, time } = aWatchedWorld();
      let heardAt = 0;
      /** Ten minutes of silence are an event, and then they begin anew. */
      const look = (sum: Sum | undefined, now: number) => {
        const isDue = heardAt + minutes(10) <= now;
        if (isDue) heardAt = now;
        return { ...add(...(isDue ? [`${now}`] : []))(sum), alarmAt: heardAt + minutes(10) };
      };
      const passUntil = async (end: number) => {
        for (let next = soonest(alarms); next <= end; next = soonest(alarms)) {
          time.at = next;
          for (const _ of alarms.ring(next)) await commit(key, look, 'redelivery');
        }
        time.at = end;
      };
      await commit(key, (sum) => ({ ...add('first')(sum), alarmAt: minutes(10) }), 'caller');
      for (const [index, { gap, does }] of deeds.entries()) {
        await passUntil(time.at + gap);
        heardAt = time.at;
        if (does === 'change') {
          await commit(key, (sum) => ({ ...add(`${index}`)(sum), alarmAt: heardAt + minutes(10) }), 'caller');
        }
        expect(soonest(alarms)).toBeLessThanOrEqual(heardAt + minutes(10));
        const far = alarms.pending().filter(({ at }) => at > time.at + seconds(60));
        expect(far.length).toBeLessThanOrEqual(1);
      }
    }),
  );
});
