import { setTimeout as wait } from 'node:timers/promises';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSHandler, SQSRecord } from 'aws-lambda';
import { inParallel } from '#core/in-parallel.ts';
import { countedMetrics, logger, report } from './observe.ts';

interface Delivery {
  /** How many times this message has been received, this time included. */
  readonly attempt: number;
}

/** When a record that failed comes back: after a pause that doubles with each attempt. */
interface Backoff {
  /** After the first attempt. */
  readonly firstSeconds: number;
  /** No pause is longer; at most 12 hours. */
  readonly longestSeconds: number;
  /** Has a message come back so many seconds from now. */
  readonly postpone: (receiptHandle: string, seconds: number) => Promise<void>;
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
  /** @default the queue's visibility timeout, after each attempt */
  readonly backoff?: Backoff;
  /** A record is not begun when less of the function's time than this is left. @default 2 s */
  readonly reserveMilliseconds?: number;
  /** @default the machine's */
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

/**
 * A Lambda behind a queue. Each record succeeds or fails alone: those that threw, or for which no time was left, are
 * answered as failed and come back when their visibility timeout is over, which a backoff sets for each. It only says
 * when: Lambda deletes what is not answered as failed
 * (docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html). A record that cannot be parsed fails until it is
 * in the dead letters.
 */
export function queue<Message>(task: QueueWork<Message>): SQSHandler {
  const { width = 1, restMilliseconds = 0, backoff, reserveMilliseconds = 2_000, pause = wait } = task;

  async function workRecord(
    { messageId, receiptHandle, body, attributes }: SQSRecord,
    context: Context,
  ): Promise<void> {
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
      if (backoff) await postpone(backoff, receiptHandle, line.attempt);
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

/** Without it the record comes back as well, only not at its time. */
async function postpone(backoff: Backoff, receiptHandle: string, attempt: number): Promise<void> {
  const seconds = Math.min(backoff.firstSeconds * 2 ** (attempt - 1), backoff.longestSeconds);
  await backoff
    .postpone(receiptHandle, seconds)
    .catch((error: unknown) => report('A record that failed was not postponed', error));
}
