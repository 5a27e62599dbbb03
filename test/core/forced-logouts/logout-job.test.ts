import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  beginJob,
  completeJob,
  createJob,
  failJob,
  isFinished,
  type LogoutJob,
  planJob,
} from '#core/forced-logouts/logout-job.ts';
import { countOutcomes, type ResultOutcome, sumCounts } from '#core/forced-logouts/result.ts';
import { minutes } from '#core/instant.ts';

const key = { instanceId: 'acme', jobId: 7 };
const request = { timing: 'afterContact', order: { requestedBy: 'supervisor', reason: 'storm' } } as const;
const selection = { teamIds: ['day'] };
const counts = countOutcomes(['loggedOut', 'deferred', 'unknownAgent']);

const steps = {
  create: (job: LogoutJob | undefined) => createJob(job, key, { ...request, selection }, 1000),
  begin: beginJob,
  plan: (job: LogoutJob | undefined) => planJob(job, 3),
  complete: (job: LogoutJob | undefined) => completeJob(job, counts, 2000),
  fail: (job: LogoutJob | undefined) => failJob(job, 'no directory', 3000),
} as const;

type Step = keyof typeof steps;
const anySteps = fc.array(fc.constantFrom<Step>('create', 'begin', 'plan', 'complete', 'fail'), { maxLength: 20 });

/** How far a job has come. It never decreases. */
const rank = (job: LogoutJob | undefined) => {
  if (!job) return 0;
  const { progress } = job;
  if (progress.status === 'created') return 1;
  if (progress.status !== 'running') return 4;
  return progress.pages === undefined ? 2 : 3;
};

test('a job is created, begun, planned and completed', () => {
  const created = steps.create(undefined);
  expect(created.state?.progress).toEqual({ status: 'created' });
  expect(created.events).toEqual([{ type: 'LogoutRequested', ...key, ...request, selection }]);
  expect(created.wakeUpAt).toBe(1000 + minutes(1));
  const begun = beginJob(created.state);
  expect(begun.state?.progress).toEqual({ status: 'running' });
  const planned = planJob(begun.state, 3);
  expect(planned.state?.progress).toEqual({ status: 'running', pages: 3 });
  expect(planJob(planned.state, 4)).toEqual({ state: planned.state, events: [], outcome: 'ignored' });
  const completed = completeJob(planned.state, counts, 2000);
  expect(completed.state?.progress).toEqual({ status: 'completed', finishedAt: 2000, counts });
  expect(completed.events).toEqual([
    {
      type: 'LogoutJobCompleted',
      ...key,
      order: { requestedBy: 'supervisor', reason: 'storm' },
      startedAt: 1000,
      finishedAt: 2000,
      counts,
    },
  ]);
});

test('with steps repeated in any order, a job never goes back, begins with its request and is finished by one event', () => {
  fc.assert(
    fc.property(anySteps, (names) => {
      let job: LogoutJob | undefined;
      const types: string[] = [];
      for (const name of names) {
        const { state, events, outcome } = steps[name](job);
        if (outcome === 'ignored') {
          expect(state).toBe(job);
          expect(events).toEqual([]);
        } else expect(rank(state)).toBeGreaterThan(rank(job));
        if (job && isFinished(job)) expect(state).toBe(job);
        types.push(...events.map(({ type }) => type));
        job = state;
      }
      const expected = {
        completed: ['LogoutJobCompleted'],
        failed: ['LogoutJobFailed'],
        scheduled: [],
        cancelled: ['LogoutJobCancelled'],
        created: [],
        running: [],
      };
      expect(types).toEqual(job ? ['LogoutRequested', ...expected[job.progress.status]] : []);
    }),
  );
});

test('a job that was never created cannot be begun, planned, completed or failed', () => {
  for (const name of ['begin', 'plan', 'complete', 'fail'] as const) {
    expect(steps[name](undefined)).toEqual({ state: undefined, events: [], outcome: 'ignored' });
  }
});

test('`matched` is the sum of the other counts, however the agents are divided into pages', () => {
  const anyOutcomes = fc.array(
    fc.constantFrom<ResultOutcome>('loggedOut', 'deferred', 'alreadySignedOut', 'unknownAgent', 'failed'),
  );
  fc.assert(
    fc.property(fc.array(anyOutcomes), (pages) => {
      const sum = sumCounts(pages.map(countOutcomes));
      const { matched, ...others } = sum;
      expect(Object.values(others).reduce((a, b) => a + b, 0)).toBe(matched);
      expect(sum).toEqual(countOutcomes(pages.flat()));
    }),
  );
});
