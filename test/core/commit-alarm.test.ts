import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { minutes, seconds } from '#core/instant.ts';
import { add, aWatchedWorld, key, type Sum } from './sum.ts';

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

test('an alarm that rings early is set again for the rest', async () => {
  const { commit, calls, alarms, time } = aWatchedWorld();
  const addLasting = (sum: Sum | undefined) => ({ ...add('a')(sum), alarmAt: minutes(10) });
  await commit(key, addLasting, 'caller');
  time.at = seconds(60);
  expect(alarms.ring(time.at)).toHaveLength(1);
  calls.length = 0;
  await commit(key, addLasting, 'redelivery');
  expect(calls).toEqual(['load', 'set']);
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
