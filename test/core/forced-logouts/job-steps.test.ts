import { describe, expect, test } from '@jest/globals';
import {
  beginJob,
  beginScheduledJob,
  beginSecondPass,
  cancelJob,
  createJob,
  endedBeforeItBegan,
  type JobProgress,
  planJob,
  sendPage,
  sentPagesOf,
} from '#core/forced-logouts/logout-job.ts';
import { minutes } from '#core/instant.ts';
import { someDay } from '#test/support/agents.ts';
import { aJob, counts, jobKey } from '#test/support/logout-jobs.ts';

const running = (progress: Omit<Extract<JobProgress, { status: 'running' }>, 'status'> = {}) =>
  aJob({ progress: { status: 'running', ...progress } });
const over = { finishedAt: someDay, counts: counts() };
const cancelled = aJob({ progress: { status: 'cancelled', ...over, cancelledBy: 'boss' } });

describe('a job that is scheduled', () => {
  const startsAt = someDay + minutes(5);
  const job = aJob({ startedAt: startsAt, progress: { status: 'scheduled', startsAt } });

  test('is made once, like one that begins at once', () => {
    const { order, timing } = job;
    const asked = { order, timing, selection: { teamIds: ['t1'] } };
    const made = createJob(undefined, jobKey, { ...asked, startsAt }, someDay);
    expect(made).toEqual({
      state: job,
      events: [{ type: 'LogoutRequested', ...jobKey, ...asked, startsAt }],
      outcome: 'done',
      wakeUpAt: startsAt,
    });
    expect(createJob(undefined, jobKey, asked, someDay)).toMatchObject({ state: aJob(), outcome: 'done' });
    for (const again of [asked, { ...asked, startsAt }])
      expect(createJob(job, jobKey, again, someDay)).toEqual({ state: job, events: [], outcome: 'ignored' });
  });

  test('begins at its instant, and is looked at a minute later', () => {
    const begun = { ...job, startedAt: startsAt, progress: { status: 'created' } };
    const wakeUpAt = startsAt + minutes(1);
    expect(beginScheduledJob(job, startsAt)).toEqual({ state: begun, events: [], outcome: 'done', wakeUpAt });
  });

  test('that is woken early is woken again, and one that has begun is not', () => {
    const early = { state: job, events: [], outcome: 'ignored', wakeUpAt: startsAt };
    expect(beginScheduledJob(job, startsAt - 1)).toEqual(early);
    for (const other of [undefined, aJob()])
      expect(beginScheduledJob(other, startsAt)).toEqual({ state: other, events: [], outcome: 'ignored' });
  });
});

describe('the pages of a job', () => {
  test('are counted as they are sent, and never fewer', () => {
    const one = sendPage(running(), 1).state;
    expect(one && sentPagesOf(one)).toBe(1);
    for (const repeated of [0, 1]) expect(sendPage(one, repeated)).toMatchObject({ state: one, outcome: 'ignored' });
    expect(sendPage(one, 2).state?.progress).toEqual({ status: 'running', sentPages: 2 });
    expect(sendPage(running({ pages: 3 }), 3).outcome).toBe('ignored');
    for (const job of [undefined, aJob(), cancelled]) expect(sendPage(job, 1).outcome).toBe('ignored');
  });

  test('are found in a second pass after the first, which goes on with the pages of the first', () => {
    const { state } = beginSecondPass(running({ pages: 3 }));
    expect(state?.progress).toEqual({ status: 'running', sentPages: 3, again: true });
    expect(planJob(state, 5).state?.progress).toEqual({ status: 'running', pages: 5, again: true });
  });

  test('have a second pass once, and none before the end of the first', () => {
    for (const job of [
      undefined,
      aJob(),
      running(),
      running({ sentPages: 2 }),
      running({ pages: 3, again: true }),
      cancelled,
    ])
      expect(beginSecondPass(job)).toEqual({ state: job, events: [], outcome: 'ignored' });
  });

  test('are none of a job that does not run', () => {
    expect([sentPagesOf(aJob()), sentPagesOf(running()), sentPagesOf(cancelled)]).toEqual([0, 0, 0]);
    expect(beginJob(cancelled)).toEqual({ state: cancelled, events: [], outcome: 'ignored' });
  });
});

describe('a job that is cancelled', () => {
  const done = counts({ matched: 2, loggedOut: 2 });
  const boss = { cancelledBy: 'boss', cancelledFrom: { via: 'apiKey' } } as const;

  test.each<JobProgress>([
    { status: 'created' },
    { status: 'running' },
    { status: 'completed', ...over },
    { status: 'failed', finishedAt: someDay, failure: 'No answer' },
  ])('says who did it and what had been done: %j', (progress) => {
    const job = aJob({ progress });
    const { order, startedAt } = job;
    const end = { finishedAt: someDay + 1, counts: done, ...boss };
    expect(cancelJob(job, { counts: done, ...boss }, someDay + 1)).toEqual({
      state: { ...job, progress: { status: 'cancelled', ...end } },
      events: [{ type: 'LogoutJobCancelled', ...jobKey, order, startedAt, ...end }],
      outcome: 'done',
    });
  });

  test('is cancelled once', () => {
    for (const job of [undefined, cancelled])
      expect(cancelJob(job, { counts: done, ...boss }, 9)).toEqual({ state: job, events: [], outcome: 'ignored' });
  });
});

test('a job has ended before it began if it ended before the instant for which it was scheduled', () => {
  const before = (finishedAt: number) => endedBeforeItBegan({ startedAt: someDay, finishedAt });
  expect([before(someDay - 1), before(someDay), before(someDay + 1)]).toEqual([true, false, false]);
});
