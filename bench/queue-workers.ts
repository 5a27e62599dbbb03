import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSHandler } from 'aws-lambda';
import { processedMessages, sqsRecord } from '../local/aws/sqs/queue-mapping.ts';
import { lambdaContext } from './lambda-context.ts';

interface Mapping {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly handler: SQSHandler;
  /** Batches that are processed at the same time. */
  readonly workers: number;
  /** How long to wait for a batch to fill. */
  readonly windowSeconds: number;
  readonly onBatch?: () => void;
}

const batchSize = 10;
/** The timeout of both functions behind a queue. */
const timeoutSeconds = 30;
const now = { realOrigin: 0, virtualOrigin: 0, speed: 1 };

/** Processes a queue as Lambda's event source mapping does: in batches of ten, deleting what succeeded. */
export function startWorkers({ client, queueUrl, handler, workers, windowSeconds, onBatch }: Mapping) {
  const stopping = new AbortController();
  const mapping = {
    queueUrl,
    queueArn: 'arn:aws:sqs:eu-west-1:000000000000:work',
    functionName: 'work',
    batchSize,
    batchingWindowSeconds: windowSeconds,
    reportsItemFailures: true,
  };

  async function receive(most: number, seconds: number): Promise<Message[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: most,
      WaitTimeSeconds: seconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    return (await client.send(command, { abortSignal: stopping.signal })).Messages ?? [];
  }

  async function work() {
    while (!stopping.signal.aborted) {
      const messages = await receive(batchSize, 20);
      const missing = batchSize - messages.length;
      if (messages.length > 0 && missing > 0 && windowSeconds > 0)
        messages.push(...(await receive(missing, windowSeconds)));
      if (messages.length === 0) continue;
      const Records = messages.map((message) => sqsRecord(message, mapping.queueArn, now));
      const response = await handler({ Records }, lambdaContext(timeoutSeconds), () => {});
      const done = processedMessages(messages, { failed: false, payload: JSON.stringify(response ?? null) }, mapping);
      const Entries = done.map(({ ReceiptHandle }, n) => ({ Id: String(n), ReceiptHandle }));
      if (Entries.length > 0) await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
      onBatch?.();
    }
  }

  const running = Promise.all(
    Array.from({ length: workers }, () =>
      work().catch((error: unknown) => {
        if (!stopping.signal.aborted) throw error;
      }),
    ),
  );
  return {
    /** Settles when the workers have stopped; rejects when one broke down. */
    running,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
