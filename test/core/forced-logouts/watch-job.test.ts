import { describe, expect, test } from '@jest/globals';
import { type LogoutJob, watchJob } from '#core/forced-logouts/logout-job.ts';
import { minutes } from '#core/instant.ts';
import { someDay } from '#test/support/agents.ts';
import { aJob, counts } from '#test/support/logout-jobs.ts';

const at = (minute: number) => someDay + minutes(minute);

/** A job whose wake-up has found so much done at some day, and has continued it so often since anything was done. */
const running = (done: number, tries = 0): LogoutJob =>
  aJob({ progress: { status: 'running' }, watch: { done, since: someDay, tries } });

describe('a job that runs', () => {
  test('is looked at for five minutes after something of it was done', () => {
    const job = aJob({ progress: { status: 'running' } });
    const first = watchJob(job, 3, someDay);
    expect(first).toEqual({
      state: { ...job, watch: { done: 3, since: someDay, tries: 0 } },
      events: [],
      outcome: 'goesOn',
      wakeUpAt: at(5),
    });
    expect(watchJob(first.state, 3, at(3))).toMatchObject({ state: first.state, outcome: 'goesOn', wakeUpAt: at(5) });
  });

  test('stands still if nothing more is done in that time', () => {
    expect(watchJob(running(3), 3, at(5) - 1).outcome).toBe('goesOn');
    const { state, outcome, wakeUpAt } = watchJob(running(3), 3, at(5));
    expect([outcome, state?.watch]).toEqual(['standsStill', { done: 3, since: at(5), tries: 1 }]);
    expect(wakeUpAt).toBe(at(15));
  });

  test.each([
    [0, 5],
    [1, 10],
    [2, 20],
    [8, 1_280],
    [20, 1_280],
  ])('that was continued in vain %i times stands still after %i minutes', (tries, span) => {
    expect(watchJob(running(3, tries), 3, at(span) - 1).outcome).toBe('goesOn');
    expect(watchJob(running(3, tries), 3, at(span)).outcome).toBe('standsStill');
  });

  test('has not stood still as soon as something is done, whenever that was', () => {
    const { state, outcome } = watchJob(running(3, 4), 4, at(100));
    expect([outcome, state?.watch]).toEqual(['goesOn', { done: 4, since: at(100), tries: 0 }]);
  });

  test('is looked at again in a minute at the soonest and in fourteen at the latest', () => {
    expect(watchJob(running(3), 3, at(5) - 1).wakeUpAt).toBe(at(6) - 1);
    expect(watchJob(running(3, 5), 3, at(2)).wakeUpAt).toBe(at(16));
  });
});

test('a job that nobody has begun stands still whenever it is looked at', () => {
  const first = watchJob(aJob(), 0, at(1));
  expect(first).toMatchObject({ outcome: 'standsStill', state: { watch: { tries: 1 } }, wakeUpAt: at(11) });
  expect(watchJob(first.state, 0, at(2))).toMatchObject({ outcome: 'standsStill', state: { watch: { tries: 2 } } });
});

test.each<[string, LogoutJob | undefined]>([
  ['not there', undefined],
  ['completed', aJob({ progress: { status: 'completed', finishedAt: someDay, counts: counts() } })],
  ['failed', aJob({ progress: { status: 'failed', finishedAt: someDay, failure: 'No answer' } })],
  [
    'cancelled',
    aJob({ progress: { status: 'cancelled', finishedAt: someDay, counts: counts(), cancelledBy: 'boss' } }),
  ],
])('a job that is %s is not looked at again', (_, job) => {
  expect(watchJob(job, 0, at(60))).toEqual({ state: job, events: [], outcome: 'goesOn' });
  expect(watchJob(job, 0, at(60))).not.toHaveProperty('wakeUpAt');
});
