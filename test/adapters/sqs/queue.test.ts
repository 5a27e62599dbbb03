import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, expect, test } from '@jest/globals';
import { makeSqsPostpone } from '#adapters/sqs/queue.ts';
import { onThisMachine, startJsonService } from '../../support/json-service.ts';
import { startQueue } from '../../support/queues.ts';

let stop: (() => Promise<void>) | undefined;
afterEach(async () => {
  await stop?.();
  stop = undefined;
});

test('a postponed message becomes visible after the given time', async () => {
  const { queue, ...running } = await startQueue();
  stop = running.stop;
  const { client, queueUrl: QueueUrl } = queue;
  const receive = async () => (await client.send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.[0];
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'work' }));
  const received = await receive();
  expect(await receive()).toBeUndefined();
  await makeSqsPostpone(queue)(received?.ReceiptHandle ?? '', 0);
  expect((await receive())?.MessageId).toBe(received?.MessageId);
});

test('a message is postponed by its receipt handle', async () => {
  const service = await startJsonService(() => ({}));
  stop = service.stop;
  const queueUrl = `${service.endpoint}/000000000000/work`;
  await makeSqsPostpone({ client: new SQSClient(onThisMachine(service.endpoint)), queueUrl })('handle', 900);
  const body = { QueueUrl: queueUrl, ReceiptHandle: 'handle', VisibilityTimeout: 900 };
  expect(service.requests).toEqual([{ operation: 'ChangeMessageVisibility', body }]);
});
