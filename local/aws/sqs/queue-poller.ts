import { setTimeout as wait } from 'node:timers/promises';
import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { LambdaService } from '../lambda/lambda-service.ts';
import { realMillis, type VirtualTime } from '../virtual-time.ts';
import { processedMessages, type QueueMapping, sqsRecord } from './queue-mapping.ts';

/** A mapping, and what polls its queue and invokes its function. */
export interface PollerSettings {
  readonly mapping: QueueMapping;
  readonly sqs: SQSClient;
  readonly lambda: LambdaService;
  readonly time: VirtualTime;
  readonly log: (line: string) => void;
}

/** Polls a queue and invokes its function with the messages, until it is stopped. */
export class QueuePoller {
  readonly #settings: PollerSettings;
  readonly #stopping = new AbortController();
  readonly #inProgress = new Set<Promise<void>>();
  readonly #polling: Promise<void>;

  constructor(settings: PollerSettings) {
    this.#settings = settings;
    this.#polling = this.#poll();
  }

  /** Stops polling. Batches in progress have two seconds to finish. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#polling;
    await Promise.race([Promise.allSettled(this.#inProgress), wait(2000, undefined, { ref: false })]);
  }

  async #poll(): Promise<void> {
    const { mapping, lambda, log } = this.#settings;
    const threads = lambda.pool(mapping.functionName).concurrency;
    const maximum = Math.min(threads, mapping.maximumConcurrency ?? threads);
    while (!this.#stopping.signal.aborted) {
      try {
        const messages = await this.#collect();
        if (messages.length === 0) continue;
        const batch = this.#process(messages).finally(() => this.#inProgress.delete(batch));
        this.#inProgress.add(batch);
        if (this.#inProgress.size >= maximum) await Promise.race(this.#inProgress);
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        log(`Polling ${mapping.queueUrl} failed: ${String(error)}`);
        await wait(1000, undefined, { signal: this.#stopping.signal }).catch(() => {});
      }
    }
  }

  /** Waits for a first message, then for more until the batch is full or the batching window has passed. */
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
      // The emulator accepts fractions, which a batching window has with `speed`.
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    return (await sqs.send(command, { abortSignal: this.#stopping.signal })).Messages ?? [];
  }

  async #process(messages: readonly Message[]): Promise<void> {
    const { mapping, lambda, time, log } = this.#settings;
    try {
      const Records = messages.map((message) => sqsRecord(message, mapping.queueArn, time));
      const result = await lambda.invoke(mapping.functionName, JSON.stringify({ Records }));
      await this.#delete(processedMessages(messages, result, mapping));
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
