import { setTimeout as wait } from 'node:timers/promises';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import type { InvocationResult } from '../lambda/invocation.ts';
import type { LambdaService } from '../lambda/lambda-service.ts';
import { realMillis, type VirtualTime } from '../virtual-time.ts';
import type { StreamMapping, StreamRecord } from './stream-mapping.ts';

/** A mapping, and what its function is invoked with. */
export interface StreamReaderSettings {
  readonly mapping: StreamMapping;
  readonly lambda: Pick<LambdaService, 'invoke'>;
  /** Sends with the role of the function, as Lambda does. */
  readonly sqs: SQSClient;
  readonly time: VirtualTime;
  readonly log: (line: string) => void;
}

const response = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() }).nullish();

/**
 * Invokes a function with the records of a stream of one shard, in order, as Lambda does: what failed is tried again from the
 * lowest number that is reported on, in halves if the mapping says so, and is given up after so many attempts.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export class StreamReader {
  readonly #settings: StreamReaderSettings;
  readonly #stopping = new AbortController();
  #waiting: StreamRecord[] = [];
  #reading: Promise<void> = Promise.resolve();
  #isReading = false;

  constructor(settings: StreamReaderSettings) {
    this.#settings = settings;
  }

  put(record: StreamRecord): void {
    if (!this.#settings.mapping.matches(record) || this.#stopping.signal.aborted) return;
    this.#waiting.push(record);
    if (this.#isReading) return;
    this.#isReading = true;
    this.#reading = this.#read();
  }

  /** What has been put and not been read is lost. The batch in progress has two seconds to finish. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.race([this.#reading, wait(2000, undefined, { ref: false })]);
  }

  async #read(): Promise<void> {
    const { mapping, time, log } = this.#settings;
    while (this.#waiting.length > 0 && !this.#stopping.signal.aborted) {
      await this.#pause(realMillis(time, mapping.batchingWindowSeconds * 1000));
      const batch = this.#waiting.slice(0, mapping.batchSize);
      this.#waiting = this.#waiting.slice(mapping.batchSize);
      await this.#process(batch, mapping.retries).catch((error: unknown) =>
        log(`A batch of ${mapping.streamArn} failed: ${String(error)}`),
      );
    }
    this.#isReading = false;
  }

  async #pause(millis: number): Promise<void> {
    await wait(millis, undefined, { signal: this.#stopping.signal, ref: false }).catch(() => {});
  }

  async #process(records: readonly StreamRecord[], retries: number): Promise<void> {
    const { mapping, lambda } = this.#settings;
    if (records.length === 0 || this.#stopping.signal.aborted) return;
    const result = await lambda.invoke(mapping.functionName, JSON.stringify({ Records: records }));
    const rest = records.slice(doneOf(records, result, mapping.reportsItemFailures));
    if (rest.length === 0) return;
    if (mapping.bisects && rest.length > 1) {
      // Halves do not count as attempts. What comes before the first failure is not sent again.
      const middle = rest.length < records.length ? 1 : Math.ceil(rest.length / 2);
      await this.#process(rest.slice(0, middle), retries);
      return this.#process(rest.slice(middle), retries);
    }
    if (retries === 0) return this.#giveUp(rest);
    await this.#pause(100);
    return this.#process(rest, retries - 1);
  }

  async #giveUp(records: readonly StreamRecord[]): Promise<void> {
    const { mapping, sqs } = this.#settings;
    const [first, last] = [records[0], records.at(-1)];
    if (mapping.failedQueueUrl === undefined || !first || !last) return;
    const body = {
      requestContext: { condition: 'RetryAttemptsExhausted', functionArn: mapping.functionName },
      version: '1.0',
      KinesisBatchInfo: {
        shardId: first.eventID.split(':')[0],
        startSequenceNumber: first.kinesis.sequenceNumber,
        endSequenceNumber: last.kinesis.sequenceNumber,
        batchSize: records.length,
        streamArn: mapping.streamArn,
      },
    };
    await sqs.send(new SendMessageCommand({ QueueUrl: mapping.failedQueueUrl, MessageBody: JSON.stringify(body) }));
  }
}

/** How many records at the beginning are done: all before the lowest number that is reported. */
function doneOf(records: readonly StreamRecord[], result: InvocationResult, reportsItemFailures: boolean): number {
  if (result.failed) return 0;
  if (!reportsItemFailures) return records.length;
  const read = response.safeParse(JSON.parse(result.payload));
  if (!read.success) return 0;
  const failed = (read.data?.batchItemFailures ?? []).map(({ itemIdentifier }) =>
    records.findIndex(({ kinesis }) => kinesis.sequenceNumber === itemIdentifier),
  );
  // A number that was not in the batch fails all of it.
  return failed.length === 0 ? records.length : Math.max(0, Math.min(...failed));
}
