import { setTimeout as wait } from 'node:timers/promises';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSHandler, SQSRecord } from 'aws-lambda';
import { inParallel } from '#core/in-parallel.ts';
import { countedMetrics, logger } from './observe.ts';

interface Delivery {
  /** How many times this message has been received, this time included. */
  readonly attempt: number;
}

/** The work behind a queue. */
export interface QueueWork<Message> {
  /** @throws when the body is not a message of this queue. */
  readonly parse: (body: string) => Message;
  readonly work: (message: Message, delivery: Delivery) => Promise<void>;
  /** What names a message in the log: ids, nothing of a person. */
  readonly idsOf: (message: Message) => Readonly<Record<string, unknown>>;
  /** Records worked at the same time. @default 1 */
  readonly width?: number;
  /** A rest after each record, so that a backlog does not become a burst. @default none */
  readonly restMilliseconds?: number;
  /** A record is not begun when less of the function's time than this is left. @default 2 s */
  readonly reserveMilliseconds?: number;
  /** @default the machine's */
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

/**
 * A Lambda behind a queue. Each record succeeds or fails alone: those that threw, or for which no time was left, are
 * answered as failed and come back when their visibility timeout is over. A record that cannot be parsed fails until
 * it is in the dead letters.
 */
export function queue<Message>(task: QueueWork<Message>): SQSHandler {
  const { width = 1, restMilliseconds = 0, reserveMilliseconds = 2_000, pause = wait } = task;

  async function workRecord({ messageId, body, attributes }: SQSRecord, context: Context): Promise<void> {
    const line = { messageId, attempt: Number(attributes.ApproximateReceiveCount) };
    let ids: Readonly<Record<string, unknown>> = {};
    try {
      if (context.getRemainingTimeInMillis() < reserveMilliseconds) throw new Error('No time was left to begin it');
      const message = task.parse(body);
      ids = task.idsOf(message);
      await task.work(message, line);
      logger.info('record', { ...line, ...ids, outcome: 'done' });
    } catch (error) {
      logger.error('The record failed', { ...line, ...ids, outcome: 'failed', error });
      throw error;
    } finally {
      if (restMilliseconds > 0) await pause(restMilliseconds);
    }
  }

  const handler = async ({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const results = await inParallel(Records, width, (record) => workRecord(record, context));
    const failed = Records.filter((_, index) => results[index]?.status !== 'fulfilled');
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
  // Time is watched record by record; failing the whole batch at the last moment would undo what was done.
  return middy<SQSEvent, SQSBatchResponse>(handler, { timeoutEarlyInMillis: 0 }).use(countedMetrics());
}
