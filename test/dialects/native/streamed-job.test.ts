import { expect, test } from '@jest/globals';
import { streamedJob } from '#dialects/native/streamed-job.ts';
import { anOrder, someDay } from '#test/support/agents.ts';
import { aJobEvent, counts, jobKey } from '#test/support/logout-jobs.ts';

const apiUrl = 'https://api.example.com/cc';
const ofJob = { ...jobKey, order: anOrder(), startedAt: someDay, finishedAt: someDay + 60_000 };
const bodyOf = (...event: Parameters<typeof aJobEvent>) => JSON.parse(streamedJob(aJobEvent(...event), apiUrl).body);

test('the end of a job is sent in the words of the route of jobs, with a link to it', () => {
  const order = anOrder({ reason: 'Closing time', message: 'Ann, go home', holdMinutes: 30 });
  const completed = {
    type: 'LogoutJobCompleted',
    ...ofJob,
    order,
    counts: counts({ matched: 2, loggedOut: 2 }),
  } as const;
  const item = streamedJob(aJobEvent(completed), apiUrl);
  expect(item.id).toBe('demo/job/1/1');
  expect(JSON.parse(item.body)).toEqual({
    type: 'LogoutJobCompleted',
    timestamp: '2026-11-21T09:31:00.000Z',
    data: {
      instanceId: 'demo',
      jobId: 1,
      status: 'completed',
      reason: 'Closing time',
      requestedBy: 'supervisor',
      startedAt: '2026-11-21T09:30:00.000Z',
      finishedAt: '2026-11-21T09:31:00.000Z',
      counts: { matched: 2, loggedOut: 2, deferred: 0, alreadySignedOut: 0, skipped: 0, failed: 0 },
      link: 'https://api.example.com/cc/v1/force-logouts/1',
    },
  });
});

test('a job of a schedule says of which', () => {
  const order = anOrder({ scheduleId: 'nightly' });
  const { data } = bodyOf({ type: 'LogoutJobFailed', ...ofJob, order, failure: 'no' });
  expect(data).toMatchObject({ scheduleId: 'nightly' });
});

test('a job that has failed says why', () => {
  const { type, data } = bodyOf({ type: 'LogoutJobFailed', ...ofJob, failure: 'Its agents could not be looked up' });
  expect(type).toBe('LogoutJobFailed');
  expect(data).toMatchObject({ status: 'failed', reason: null, failure: 'Its agents could not be looked up' });
  expect(data).not.toHaveProperty('counts');
});

test('a job that was cancelled says by whom, and when it would have begun if it had not', () => {
  const cancelled = { type: 'LogoutJobCancelled', ...ofJob, counts: counts(), cancelledBy: 'key-2' } as const;
  expect(bodyOf(cancelled).data).toMatchObject({ status: 'cancelled', cancelledBy: 'key-2', counts: { matched: 0 } });
  const { data } = bodyOf({ ...cancelled, startedAt: someDay + 120_000 });
  expect(data).toMatchObject({ startsAt: '2026-11-21T09:32:00.000Z', finishedAt: '2026-11-21T09:31:00.000Z' });
  expect(data).not.toHaveProperty('startedAt');
});
