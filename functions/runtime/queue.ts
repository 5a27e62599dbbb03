import { setTimeout as wait } from 'node:timers/promises';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSHandler } from 'aws-lambda';
import { inParallel } from '#core/in-parallel.ts';
import { countedMetrics, logger } from './observe.ts';

interface Delivery {
  /** How many times this message has been received, this time included. */
  readonly attempt: number;
}

interface Pace {
  /** Records worked at the same time. @default 1 */
  readonly width?: number;
  /** What one record takes at the least, so that a backlog does not become a burst. @default 0 */
  readonly atLeastMilliseconds?: number;
}

/**
 * A Lambda behind a queue. Each record succeeds or fails alone: those that threw are answered as failed and come
 * back when their visibility timeout is over. A record that cannot be parsed fails until it is in the dead letters.
 */
export const queue = <Message>(
  parse: (body: string) => Message,
  work: (message: Message, delivery: Delivery) => Promise<void>,
  { width = 1, atLeastMilliseconds = 0 }: Pace = {},
): SQSHandler =>
  middy<SQSEvent, SQSBatchResponse>(async ({ Records }: SQSEvent) => {
    const results = await inParallel(Records, width, async ({ body, attributes }) => {
      const pace = atLeastMilliseconds > 0 ? wait(atLeastMilliseconds) : undefined;
      await work(parse(body), { attempt: Number(attributes.ApproximateReceiveCount) });
      await pace;
    });
    const batchItemFailures = Records.flatMap(({ messageId, attributes }, index) => {
      const line = { messageId, attempt: Number(attributes.ApproximateReceiveCount) };
      const result = results[index];
      if (result?.status === 'fulfilled') {
        logger.info('record', line);
        return [];
      }
      logger.error('The record failed', { ...line, error: result?.reason });
      return [{ itemIdentifier: messageId }];
    });
    return { batchItemFailures };
  }).use(countedMetrics());
