import middy from '@middy/core';
import type { ScheduledHandler } from 'aws-lambda';
import { count, countedMetrics, logger } from './observe.ts';

/** A Lambda that a schedule invokes: does the work, and counts by `metric` how much of it there was. */
export const scheduled = (metric: string, work: () => Promise<number>): ScheduledHandler =>
  middy<unknown, void>(async () => {
    const done = await work();
    count(metric, done);
    logger.info('scheduled', { [metric]: done });
  }).use(countedMetrics());
