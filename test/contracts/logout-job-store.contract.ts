import { describe, expect, test } from '@jest/globals';
import { BadCursorError } from '#core/agents/ports.ts';
import type { JobEvent } from '#core/forced-logouts/events.ts';
import type { JobProgress, LogoutJob } from '#core/forced-logouts/logout-job.ts';
import type { LogoutJobStore } from '#core/forced-logouts/ports.ts';
import { summaryOf } from '#core/forced-logouts/request-events.ts';
import { anOrder, aRange, recorded, someDay, stored } from '../support/agents.ts';
import { aJob, counts } from '../support/logout-jobs.ts';
import { aggregateStoreContract } from './aggregate-store.contract.ts';

const completed: JobEvent = {
  type: 'LogoutJobCompleted',
  instanceId: 'demo',
  jobId: 1,
  order: anOrder({ reason: 'Closing time' }),
  startedAt: someDay,
  finishedAt: someDay + 1,
  counts: counts({ matched: 1, failed: 1 }),
};

const requested: JobEvent = {
  type: 'LogoutRequested',
  instanceId: 'demo',
  jobId: 1,
  order: anOrder({ from: { via: 'apiKey', ipAddress: '203.0.113.9' } }),
  timing: 'afterContact',
  selection: summaryOf({
    agentIds: ['ann'],
    teamIds: ['day'],
    ipRanges: [aRange('10.0.0.0', '10.0.0.9')],
    everybody: true,
    conditions: {
      statuses: ['Lunch'],
      minimumMinutesInStatus: 5,
      exclude: { agentIds: ['bob'], teamIds: [] },
      callerTeamIds: ['day'],
    },
  }),
  startsAt: someDay,
};

/** What every LogoutJobStore promises. */
export function logoutJobStoreContract(open: () => Promise<LogoutJobStore>) {
  describe('as a store of aggregates', () => {
    aggregateStoreContract({
      open,
      key: { instanceId: 'demo', jobId: 1 },
      state: (n) => aJob({ progress: { status: 'running', pages: n } }),
      event: (sequence) => recorded(completed, { eventId: `demo/job/1/${sequence}`, sequence }),
      elsewhere: { key: { instanceId: 'other', jobId: 1 }, state: aJob({ instanceId: 'other' }) },
    });
  });

  test.each<JobProgress>([
    { status: 'scheduled', startsAt: someDay },
    { status: 'created' },
    { status: 'running' },
    { status: 'running', pages: 2 },
    { status: 'completed', finishedAt: someDay, counts: counts({ matched: 3, deferred: 3 }) },
    { status: 'failed', finishedAt: someDay, failure: 'The directory did not answer' },
  ])('loads a job that is $status as it was saved', async (progress) => {
    const store = await open();
    const job = stored<LogoutJob, JobEvent>(
      aJob({ progress, timing: 'afterContact', order: anOrder({ reason: 'r', message: 'm' }) }),
    );
    await store.save(job, undefined);
    expect(await store.load(job.state)).toEqual(job);
  });

  test('loads a job with the event of its request', async () => {
    const store = await open();
    const event = recorded(requested, { eventId: 'demo/job/1/1' });
    const job = { ...stored<LogoutJob, JobEvent>(aJob()), sequence: 1, outbox: [event] };
    await store.save(job, undefined);
    expect(await store.load(job.state)).toEqual(job);
  });

  describe('the latest jobs', () => {
    /** A store in which these numbers are jobs, and the others were taken and not used. */
    async function opened(last: number, isJob: (jobId: number) => boolean) {
      const jobs = await open();
      for (let jobId = 1; jobId <= last; jobId += 1) {
        await jobs.nextJobId('demo');
        if (isJob(jobId)) await jobs.save(stored<LogoutJob, JobEvent>(aJob({ jobId })), undefined);
      }
      return jobs;
    }
    async function pages(jobs: LogoutJobStore, limit: number) {
      const found: (readonly number[])[] = [];
      let cursor: string | undefined;
      do {
        const page = await jobs.latest('demo', { limit, ...(cursor !== undefined && { cursor }) });
        found.push(page.jobs.map(({ jobId }) => jobId));
        cursor = page.cursor;
      } while (cursor !== undefined);
      return found;
    }

    test('are in pages of any size, the newest first, whatever numbers were not used', async () => {
      const jobs = await opened(7, (jobId) => jobId !== 1 && jobId !== 4 && jobId !== 7);
      for (const limit of [1, 2, 3, 4, 100]) {
        const found = await pages(jobs, limit);
        expect(found.flat()).toEqual([6, 5, 3, 2]);
        for (const page of found) expect(page.length).toBeLessThanOrEqual(limit);
      }
      expect(await (await open()).latest('demo', { limit: 5 })).toEqual({ jobs: [] });
      expect((await jobs.latest('other', { limit: 5 })).jobs).toEqual([]);
    });

    test('have cursors that are valid for no other instance', async () => {
      const jobs = await opened(3, () => true);
      const { cursor = '' } = await jobs.latest('demo', { limit: 1 });
      await expect(jobs.latest('other', { limit: 1, cursor })).rejects.toBeInstanceOf(BadCursorError);
      for (const wrong of ['', 'x', Buffer.from('["COUNTER#demo",-1]').toString('base64url')]) {
        await expect(jobs.latest('demo', { limit: 1, cursor: wrong })).rejects.toBeInstanceOf(BadCursorError);
      }
    });
  });

  describe('job ids', () => {
    test('count up from 1 in each instance', async () => {
      const jobs = await open();
      expect([await jobs.nextJobId('demo'), await jobs.nextJobId('demo')]).toEqual([1, 2]);
      expect(await jobs.nextJobId('other')).toBe(1);
    });

    test('never repeat, however many are taken at the same time', async () => {
      const jobs = await open();
      const taken = await Promise.all(Array.from({ length: 20 }, () => jobs.nextJobId('demo')));
      expect(taken.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    });
  });
}
