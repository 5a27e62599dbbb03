import { describe, expect, test } from '@jest/globals';
import { UnreadableItemError } from '#core/change.ts';
import type { JobProgress } from '#core/forced-logouts/logout-job.ts';
import { makeOtherJobs } from '#core/forced-logouts/other-jobs.ts';
import { someDay, stored } from '#test/support/agents.ts';
import { aJob, counts } from '#test/support/logout-jobs.ts';

const over = { finishedAt: someDay, counts: counts() };
const completed: JobProgress = { status: 'completed', ...over };

/** Jobs of instance `demo` by their numbers, whose loads are counted. Those that are not given are completed. */
function jobsOf(progresses: Readonly<Record<number, JobProgress | Error | 'none'>> = {}) {
  const loads: number[] = [];
  const others = makeOtherJobs({
    async load({ jobId }) {
      loads.push(jobId);
      const progress = progresses[jobId] ?? completed;
      if (progress instanceof Error) throw progress;
      return progress === 'none' ? undefined : stored(aJob({ jobId, progress }));
    },
  });
  return { ...others, loads };
}

describe('whether another job is over', () => {
  test.each<[boolean, string, JobProgress | Error | 'none']>([
    [true, 'completed', completed],
    [true, 'cancelled', { status: 'cancelled', ...over, cancelledBy: 'boss' }],
    [true, 'not there any more', 'none'],
    [false, 'running', { status: 'running' }],
    [
      false,
      'failed, so that chunks may be on their way',
      { status: 'failed', finishedAt: someDay, failure: 'No answer' },
    ],
    [false, 'not readable', new UnreadableItemError('JOB', 'damaged')],
  ])('is %s of one that is %s', async (isOver, _, progress) => {
    const known = jobsOf({ 7: progress }).of('demo');
    expect([known.isOver(7), known.unknown([7])]).toEqual([false, [7]]);
    await known.learn([7]);
    expect([known.isOver(7), known.unknown([7])]).toEqual([isOver, []]);
  });

  test('is not known if it cannot be loaded', async () => {
    await expect(
      jobsOf({ 7: new Error('throttled') })
        .of('demo')
        .learn([7]),
    ).rejects.toThrow('throttled');
  });

  test('is remembered from one chunk to the next if it is, and asked again if it is not', async () => {
    const others = jobsOf({ 8: { status: 'running' } });
    await others.of('demo').learn([7, 8]);
    const next = others.of('demo');
    expect([next.isOver(7), next.unknown([7, 8])]).toEqual([true, [8]]);
  });

  test('is remembered for each instance, and of the latest thousand or so', async () => {
    const others = jobsOf();
    const known = others.of('demo');
    const thousand = Array.from({ length: 1_000 }, (_, n) => n);
    await known.learn(thousand);
    expect([known.unknown(thousand), others.of('other').isOver(7)]).toEqual([[], false]);
    await known.learn([1_001]);
    expect([known.isOver(1_001), known.isOver(7)]).toEqual([true, false]);
  });
});
