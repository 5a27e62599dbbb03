import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import type { SqsQueue } from '#adapters/sqs/queue.ts';
import { type Instant, seconds } from '#core/instant.ts';
import type { SlowTime } from './virtual-time.ts';

/** As `lib/forced-logouts.ts` sets them: how many workers Lambda has at a time, and how long it gathers a batch. */
const workers = 2;
const mostInBatch = 10;
const batchingWindow = seconds(1);
const pollsEvery = 100;

interface Held {
  readonly body: string;
  readonly group: string;
  readonly visibleAt: Instant;
}

interface Setting {
  readonly time: SlowTime;
  /** Whether the queue sees the groups of messages. Without them all belong to one tenant. */
  readonly seesGroups: boolean;
  /** Messages in a batch. @default 10 */
  readonly batchSize?: number;
  /** Works a batch. What fails is not delivered again. */
  readonly work: (records: readonly SQSRecord[]) => Promise<unknown>;
}

/**
 * A fair queue of SQS with its workers: a standard queue that knows the group of each message. While a group has more than
 * half of the messages in flight, those of other groups are received first, whenever they were sent
 * (docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html).
 */
export class FairQueue {
  readonly #setting: Setting;
  #waiting: Held[] = [];
  readonly #inFlight: Held[] = [];

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  /** The queue as adapters reach it. */
  get queue(): SqsQueue {
    const send = async (command: unknown) => {
      if (!(command instanceof SendMessageBatchCommand)) throw new Error('Messages are sent in batches');
      const { time, seesGroups } = this.#setting;
      for (const { MessageBody: body = '', MessageGroupId = '', DelaySeconds = 0 } of command.input.Entries ?? []) {
        const group = seesGroups ? MessageGroupId : '';
        this.#waiting.push({ body, group, visibleAt: time.now() + seconds(DelaySeconds) });
      }
      return { Failed: [] };
    };
    return { client: { send } as unknown as SQSClient, queueUrl: 'https://sqs.example.com/1/work' };
  }

  /** Starts the workers, who go on for as long as the time is advanced. */
  start(): void {
    const { time } = this.#setting;
    for (let worker = 0; worker < workers; worker += 1) time.at(time.now(), () => this.#poll());
  }

  async #poll(): Promise<void> {
    const { time, work, batchSize = mostInBatch } = this.#setting;
    for (;;) {
      const visible = this.#visible().length;
      if (visible > 0 && visible < batchSize) await time.pause(batchingWindow);
      const batch = this.#receive(batchSize);
      if (batch.length > 0) await work(batch.map(recordOf));
      for (const done of batch) this.#inFlight.splice(this.#inFlight.indexOf(done), 1);
      if (batch.length === 0) await time.pause(pollsEvery);
    }
  }

  #receive(batchSize: number): readonly Held[] {
    const received: Held[] = [];
    while (received.length < batchSize) {
      const visible = this.#visible();
      const next = visible.find(({ group }) => !this.#isNoisy(group)) ?? visible[0];
      if (!next) break;
      this.#waiting = this.#waiting.filter((held) => held !== next);
      this.#inFlight.push(next);
      received.push(next);
    }
    return received;
  }

  #visible(): readonly Held[] {
    return this.#waiting.filter(({ visibleAt }) => visibleAt <= this.#setting.time.now());
  }

  #isNoisy(group: string): boolean {
    return this.#inFlight.filter((held) => held.group === group).length > this.#inFlight.length / 2;
  }
}

const recordOf = ({ body }: Held, n: number) =>
  ({
    messageId: String(n),
    receiptHandle: String(n),
    body,
    attributes: { ApproximateReceiveCount: '1' },
    messageAttributes: {},
  }) as unknown as SQSRecord;
