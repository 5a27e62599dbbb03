import middy from '@middy/core';
import type { Context, KinesisStreamBatchResponse, KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import { inParallel } from '#core/in-parallel.ts';
import { logger, observed } from './observe.ts';
import { keptForReport } from './time-limits.ts';
import { type Pause, within } from './within.ts';

/** The work behind a stream. */
export interface StreamWork<Event> {
  /** @returns nothing for a record that means nothing here @throws when it is no record of this stream */
  readonly parse: (body: string) => Event | undefined;
  readonly work: (event: Event) => Promise<void>;
  /** The ids that the log names a record by; nothing personal. */
  readonly idsOf: (event: Event) => Readonly<Record<string, unknown>>;
  /** Partition keys whose records are processed at the same time. @default 20 */
  readonly width?: number;
  /** Waits until a record has taken too long. @default - the machine's */
  readonly limit?: Pause;
}

type StreamHandler = (event: KinesisStreamEvent, context: Context) => Promise<KinesisStreamBatchResponse>;

/** Records that this process has reported as faulty: a stream sends them again and again. */
const mostRemembered = 1_000;

/**
 * A Lambda behind a Kinesis stream. Records with the same partition key are processed in their order, others side by side. One
 * that fails keeps no other from being processed. Lambda sends everything from the lowest number that is reported on again
 * (docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html), so all work must be safe to repeat.
 */
export function stream<Event>({ parse, work, idsOf, width = 20, limit }: StreamWork<Event>): StreamHandler {
  const reported = new Set<string>();

  async function workRecord({ eventID, kinesis }: KinesisStreamRecord, context: Context): Promise<void> {
    let ids: Readonly<Record<string, unknown>> = { eventID };
    try {
      const event = parse(textOf(kinesis.data));
      if (event === undefined) return;
      ids = { eventID, ...idsOf(event) };
      const time = context.getRemainingTimeInMillis() - keptForReport;
      if (time <= 0) throw new Error('No time was left to start it');
      await within(time, work(event), () => new Error(`The record was not done within ${time} ms`), limit);
      logger.info('record', { ...ids, outcome: 'done' });
    } catch (error) {
      if (!reported.has(eventID)) logger.error('The record failed', { ...ids, outcome: 'failed', error });
      if (reported.size < mostRemembered) reported.add(eventID);
      throw error;
    }
  }

  const handler: StreamHandler = async ({ Records }, context) => {
    const byKey = Map.groupBy(Records, ({ kinesis }) => kinesis.partitionKey);
    const failed: string[] = [];
    await inParallel([...byKey.values()], width, async (records) => {
      for (const record of records) {
        await workRecord(record, context).catch(() => failed.push(record.kinesis.sequenceNumber));
      }
    });
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
  return middy<KinesisStreamEvent, KinesisStreamBatchResponse>(handler, { timeoutEarlyInMillis: 0 }).use(observed());
}

/** @throws TypeError for bytes that are not UTF-8 */
const textOf = (base64: string) => new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'));
