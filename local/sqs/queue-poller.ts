import { setTimeout as wait } from 'node:timers/promises';
import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { realMillis, type VirtualTime } from '../clock/virtual-time.ts';
import type { LambdaService } from '../lambda/lambda-service.ts';
import { doneMessages, sqsRecord } from './batch.ts';
import type { QueueMapping } from './mappings.ts';

/** What polling needs of the rest of the local run. */
export interface PollerSettings {
  readonly mapping: QueueMapping;
  readonly sqs: SQSClient;
  readonly lambda: LambdaService;
  readonly region: string;
  readonly time: VirtualTime;
  readonly log: (line: string) => void;
}

/** Polls a queue and invokes its function with what comes, until it is stopped. */
export class QueuePoller {
  readonly #settings: PollerSettings;
  readonly #stopping = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  readonly #polling: Promise<void>;

  constructor(settings: PollerSettings) {
    this.#settings = settings;
    this.#polling = this.#poll();
  }

  /** Takes no more messages; batches a function has begun may finish for a moment. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#polling;
    await Promise.race([Promise.allSettled(this.#underWay), wait(2000, undefined, { ref: false })]);
  }

  async #poll(): Promise<void> {
    const { mapping, lambda, log } = this.#settings;
    const threads = lambda.pool(mapping.functionName).concurrency;
    const most = Math.min(threads, mapping.maximumConcurrency ?? threads);
    while (!this.#stopping.signal.aborted) {
      try {
        const messages = await this.#collect();
        if (messages.length === 0) continue;
        const deed = this.#work(messages).finally(() => this.#underWay.delete(deed));
        this.#underWay.add(deed);
        if (this.#underWay.size >= most) await Promise.race(this.#underWay);
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        log(`Polling ${mapping.queueUrl} failed: ${String(error)}`);
        await wait(1000, undefined, { signal: this.#stopping.signal }).catch(() => {});
      }
    }
  }

  /** Waits for a first message, then for more until the batch is full or the batching window is over. */
  async #collect(): Promise<Message[]> {
    const { batchSize, batchingWindowSeconds } = this.#settings.mapping;
    const messages = await this.#receive(Math.min(batchSize, 10), 20);
    const end = performance.now() + realMillis(this.#settings.time, batchingWindowSeconds * 1000);
    while (messages.length > 0 && messages.length < batchSize) {
      const left = (end - performance.now()) / 1000;
      if (left <= 0) break;
      messages.push(...(await this.#receive(Math.min(batchSize - messages.length, 10), left)));
    }
    return messages;
  }

  async #receive(count: number, waitSeconds: number): Promise<Message[]> {
    const { sqs, mapping } = this.#settings;
    const command = new ReceiveMessageCommand({
      QueueUrl: mapping.queueUrl,
      MaxNumberOfMessages: count,
      // The emulator takes fractions, which a batching window has when minutes are short.
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    return (await sqs.send(command, { abortSignal: this.#stopping.signal })).Messages ?? [];
  }

  async #work(messages: readonly Message[]): Promise<void> {
    const { mapping, lambda, region, time, log } = this.#settings;
    try {
      const Records = messages.map((message) => sqsRecord(message, mapping.queueArn, region, time));
      const result = await lambda.invoke(mapping.functionName, JSON.stringify({ Records }));
      await this.#delete(doneMessages(messages, result, mapping));
    } catch (error) {
      log(`A batch of ${mapping.queueUrl} failed: ${String(error)}`);
    }
  }

  async #delete(messages: readonly Message[]): Promise<void> {
    const { sqs, mapping } = this.#settings;
    for (let from = 0; from < messages.length; from += 10) {
      const Entries = messages
        .slice(from, from + 10)
        .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: mapping.queueUrl, Entries }));
    }
  }
}
