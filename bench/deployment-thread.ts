import { parentPort } from 'node:worker_threads';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { buildApp } from 'fauxqs';
import * as z from 'zod';
import { startEmbeddedDynamodb } from '#test/support/embedded-dynamodb.ts';
import { onThisMachine, startJsonService } from '#test/support/json-service.ts';

const putEvents = z.object({ Entries: z.array(z.unknown()) });

const dynamodb = await startEmbeddedDynamodb();
const tables = await dynamodb.makeTables();

const sqs = await buildApp({ logger: false }).listen({ port: 0, host: '127.0.0.1' });
const queues = new SQSClient(onThisMachine(sqs));
async function makeQueue(name: string) {
  await queues.send(new CreateQueueCommand({ QueueName: name, Attributes: { VisibilityTimeout: '180' } }));
  return `${sqs}/000000000000/${name}`;
}

let requests = 0;
let events = 0;
const bus = await startJsonService(({ body }) => {
  const { Entries } = putEvents.parse(body);
  requests += 1;
  events += Entries.length;
  return { FailedEntryCount: 0, Entries: Entries.map((_, n) => ({ EventId: String(n) })) };
});

parentPort?.on('message', () => parentPort?.postMessage({ putEvents: { requests, events } }));
parentPort?.postMessage({
  endpoints: { dynamodb: dynamodb.endpoint, sqs, events: bus.endpoint },
  tables,
  logoutQueueUrl: await makeQueue('logouts'),
  wakeUpQueueUrl: await makeQueue('wakeUps'),
});
