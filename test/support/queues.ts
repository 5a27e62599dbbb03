import { createHash } from 'node:crypto';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { buildApp } from 'fauxqs';
import * as z from 'zod/mini';
import type { SqsQueue } from '#adapters/sqs/queue.ts';
import { onThisMachine, type ServiceRequest, startJsonService } from './json-service.ts';

/** An emulated SQS with one empty queue. */
export async function startQueue() {
  const app = buildApp({ logger: false });
  const endpoint = await app.listen({ port: 0, host: '127.0.0.1' });
  const client = new SQSClient(onThisMachine(endpoint));
  await client.send(new CreateQueueCommand({ QueueName: 'work' }));
  const queue: SqsQueue = { client, queueUrl: `${endpoint}/000000000000/work` };
  return {
    queue,
    /** The bodies of up to ten messages. */
    async receive(): Promise<string[]> {
      const receive = new ReceiveMessageCommand({ QueueUrl: queue.queueUrl, MaxNumberOfMessages: 10 });
      const { Messages = [] } = await client.send(receive);
      return Messages.map(({ Body = '' }) => Body);
    },
    stop: async () => app.close(),
  };
}

const requestShape = z.object({
  Entries: z.array(
    z.object({
      Id: z.string(),
      MessageBody: z.string(),
      DelaySeconds: z.optional(z.number()),
      MessageGroupId: z.optional(z.string()),
    }),
  ),
});
const entriesOf = ({ body }: ServiceRequest) => requestShape.parse(body).Entries;

/** A queue that refuses each message this many times, and shows the requests. */
export async function startBusyQueue(refusals = 0) {
  const seen = new Map<string, number>();
  const service = await startJsonService((request) => {
    const entries = entriesOf(request).map(({ Id, MessageBody }) => {
      const times = (seen.get(MessageBody) ?? 0) + 1;
      seen.set(MessageBody, times);
      return { Id, MessageBody, isRefused: times <= refusals };
    });
    return {
      Failed: entries.filter((entry) => entry.isRefused).map(({ Id }) => ({ Id, Code: 'Busy', SenderFault: false })),
      Successful: entries
        .filter((entry) => !entry.isRefused)
        .map(({ Id, MessageBody }) => ({ Id, MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') })),
    };
  });
  const client = new SQSClient(onThisMachine(service.endpoint));
  const queue: SqsQueue = { client, queueUrl: `${service.endpoint}/000000000000/work` };
  return {
    queue,
    /** The entries of each request. */
    batches: () => service.requests.map(entriesOf),
    stop: service.stop,
  };
}
