import { setTimeout as wait } from 'node:timers/promises';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSHandler, SQSRecord } from 'aws-lambda';
import { inParallel } from '#core/in-parallel.ts';
import { countUnreadable, logger, observed, report } from './observe.ts';
import { keptForReport } from './time-limits.ts';
import { type Pause, within } from './within.ts';

interface Delivery {
  /** How many times work on the message has been begun, including this time. */
  readonly attempt: number;
}

/** A record for which no time was left. */
interface UnbegunRecord {
  readonly body: string;
  /** How many times work on it was begun before. */
  readonly tries: number;
}

/** When a failed record is delivered again: after a pause that doubles with each attempt. */
interface Backoff {
  /** The pause after the first attempt. */
  readonly firstSeconds: number;
  /** The longest pause, at most 12 hours. */
  readonly longestSeconds: number;
  /** Makes SQS deliver a message again after this many seconds. */
  readonly postpone: (receiptHandle: string, seconds: number) => Promise<void>;
}

/** The work behind a queue. */
export interface QueueWork<Message> {
  /** @throws when the body is not a message of this queue */
  readonly parse: (body: string) => Message;
  readonly work: (message: Message, delivery: Delivery) => Promise<void>;
  /** The ids that the log names a message by; nothing personal. */
  readonly idsOf: (message: Message) => Readonly<Record<string, unknown>>;
  /** Records that are processed at the same time. @default 1 */
  readonly width?: number;
  /** A pause after each record, so that a backlog does not become a burst. @default - none */
  readonly restMilliseconds?: number;
  /** @default - the queue's visibility timeout after each attempt */
  readonly backoff?: Backoff;
  /**
   * Sends records that were not begun to the queue again, as new messages, so that this delivery counts as no attempt and
   * nobody waits for the visibility timeout. @default - they are delivered again like those that failed
   */
  readonly putBack?: (records: readonly UnbegunRecord[]) => Promise<void>;
  /** A record is not started when the function has less time left than this. @default 2 s */
  readonly reserveMilliseconds?: number;
  /** @default - the machine's */
  readonly pause?: (milliseconds: number) => Promise<unknown>;
  /** Waits until a record has taken too long. @default - the machine's */
  readonly limit?: Pause;
}

/**
 * A Lambda behind a queue. Each record succeeds or fails alone: a record that threw, that took too long, or for which no time
 * was left and that was not put back, is reported as failed, and SQS delivers it again after its visibility timeout, which
 * the backoff sets for each record.
 * Lambda deletes every record that is not reported as failed
 * (docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html). A record that cannot be parsed fails until it
 * becomes a dead letter.
 */
export function queue<Message>(task: QueueWork<Message>): SQSHandler {
  const { width = 1, restMilliseconds = 0, backoff, reserveMilliseconds = 2_000, pause = wait, limit, putBack } = task;

  async function workRecord(record: SQSRecord, context: Context): Promise<void> {
    const { messageId, receiptHandle, body } = record;
    const line = { messageId, attempt: attemptOf(record) };
    let ids: Readonly<Record<string, unknown>> = {};
    const isTimeLeft = context.getRemainingTimeInMillis() >= reserveMilliseconds;
    if (!isTimeLeft && putBack) throw new NotBegunError();
    try {
      if (!isTimeLeft) throw new NotBegunError();
      const message = task.parse(body);
      ids = task.idsOf(message);
      const time = context.getRemainingTimeInMillis() - keptForReport;
      await within(time, task.work(message, line), () => new Error(`The record was not done within ${time} ms`), limit);
      logger.info('record', { ...line, ...ids, outcome: 'done' });
    } catch (error) {
      countUnreadable(error);
      logger.error('The record failed', { ...line, ...ids, outcome: 'failed', error });
      if (backoff) await postpone(backoff, receiptHandle, line.attempt);
      throw error;
    } finally {
      if (restMilliseconds > 0) await pause(restMilliseconds);
    }
  }

  const handler = async ({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const results = await inParallel(Records, width, (record) => workRecord(record, context));
    const reasons = Records.map((record, n) => ({ record, result: results[n] }));
    const unbegun = reasons.filter(({ result }) => isUnbegun(result)).map(({ record }) => record);
    const arePutBack = unbegun.length > 0 && (await putRecordsBack(unbegun));
    const failed = reasons.filter(({ result }) => result?.status !== 'fulfilled' && !(arePutBack && isUnbegun(result)));
    return { batchItemFailures: failed.map(({ record }) => ({ itemIdentifier: record.messageId })) };
  };

  async function putRecordsBack(records: readonly SQSRecord[]): Promise<boolean> {
    if (!putBack) return false;
    try {
      await putBack(records.map(unbegunRecord));
      logger.info('records', { count: records.length, outcome: 'putBack' });
      return true;
    } catch (error) {
      report('Records that were not begun were not put back; their queue delivers them again', error);
      return false;
    }
  }

  // Each record checks the time that is left; failing the whole batch at the last moment would repeat what was done.
  return middy<SQSEvent, SQSBatchResponse>(handler, { timeoutEarlyInMillis: 0 }).use(observed());
}

class NotBegunError extends Error {
  override readonly name = 'NotBegunError';

  constructor() {
    super('No time was left to start it');
  }
}

const isUnbegun = (result: PromiseSettledResult<void> | undefined) =>
  result?.status === 'rejected' && result.reason instanceof NotBegunError;

/** The message attribute in which the queue's adapter keeps the tries of a record that was put back. */
const triesAttribute = 'tries';

/** A record that was put back has been received once more as a new message. */
const attemptOf = ({ attributes, messageAttributes }: SQSRecord) =>
  Number(messageAttributes[triesAttribute]?.stringValue ?? 0) + Number(attributes.ApproximateReceiveCount);

const unbegunRecord = (record: SQSRecord): UnbegunRecord => ({ body: record.body, tries: attemptOf(record) - 1 });

/** If this fails, the record is delivered again after the visibility timeout of the queue instead. */
async function postpone(backoff: Backoff, receiptHandle: string, attempt: number): Promise<void> {
  const seconds = Math.min(backoff.firstSeconds * 2 ** (attempt - 1), backoff.longestSeconds);
  await backoff
    .postpone(receiptHandle, seconds)
    .catch((error: unknown) => report('A record that failed was not postponed', error));
}
