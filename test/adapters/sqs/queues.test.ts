import { createHash } from 'node:crypto';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { buildApp } from 'fauxqs';
import * as z from 'zod/mini';
import { parseAlarm } from '#adapters/sqs/alarm-message.ts';
import { makeSqsAlarms } from '#adapters/sqs/alarms.ts';
import { parseLogoutMessage } from '#adapters/sqs/logout-message.ts';
import { makeSqsLogoutQueue } from '#adapters/sqs/logout-queue.ts';
import type { LogoutMessage } from '#core/sessions/ports.ts';
import { someDay } from '../../support/agents.ts';
import { type JsonService, onThisMachine, type ServiceRequest, startJsonService } from '../../support/json-service.ts';
import { agentIds } from '../../support/logout-jobs.ts';

const clock = { now: () => someDay };
const messages = (n: number, idLength = 10): LogoutMessage[] =>
  Array.from({ length: n }, (_, chunk) => ({
    type: 'chunk',
    instanceId: 'demo',
    jobId: 1,
    page: 0,
    chunk,
    agents: agentIds(100).map((agentId) => ({
      agentId: agentId.padEnd(idLength, '_'),
      matchedBy: { teamId: 'support' },
    })),
  }));

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** An SQS as it is, with one empty queue. */
async function aQueue() {
  const app = buildApp({ logger: false });
  const endpoint = await app.listen({ port: 0, host: '127.0.0.1' });
  stops.push(async () => app.close());
  const client = new SQSClient(onThisMachine(endpoint));
  await client.send(new CreateQueueCommand({ QueueName: 'work' }));
  const queueUrl = `${endpoint}/000000000000/work`;
  async function receive() {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
    );
    return Messages.map(({ Body = '' }) => Body);
  }
  return { queue: { client, queueUrl }, receive };
}

const sendBatch = z.object({
  Entries: z.array(z.object({ Id: z.string(), MessageBody: z.string(), DelaySeconds: z.optional(z.number()) })),
});
const entriesOf = ({ body }: ServiceRequest) => sendBatch.parse(body).Entries;

/** An SQS that refuses every message until its `refusals`-th attempt. */
async function aBusyQueue(
  refusals = 0,
): Promise<{ queue: { client: SQSClient; queueUrl: string }; service: JsonService }> {
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
  stops.push(service.stop);
  const client = new SQSClient(onThisMachine(service.endpoint));
  return { queue: { client, queueUrl: `${service.endpoint}/000000000000/work` }, service };
}

describe('the logout queue', () => {
  test('delivers every message as it was sent', async () => {
    const { queue, receive } = await aQueue();
    const sent: LogoutMessage[] = [
      ...messages(11),
      { type: 'plan', instanceId: 'demo', jobId: 1, page: 1, from: { list: 2, after: 'place' } },
    ];
    await makeSqsLogoutQueue(queue).send(sent);
    const received = [...(await receive()), ...(await receive())].map(parseLogoutMessage);
    expect(received).toHaveLength(12);
    expect(received).toEqual(expect.arrayContaining(sent));
  });

  test('sends fifty messages in five requests', async () => {
    const { queue, service } = await aBusyQueue();
    await makeSqsLogoutQueue(queue).send(messages(50));
    expect(service.requests.map((request) => entriesOf(request).length)).toEqual([10, 10, 10, 10, 10]);
  });

  test('sends no more than 256 KiB in a request', async () => {
    const { queue, service } = await aBusyQueue();
    await makeSqsLogoutQueue(queue).send(messages(20, 1_000));
    expect(service.requests.length).toBeGreaterThan(2);
    for (const request of service.requests) {
      expect(entriesOf(request).reduce((sum, { MessageBody }) => sum + MessageBody.length, 0)).toBeLessThanOrEqual(
        262_144,
      );
    }
  });

  test('sends again what was refused, and throws when it stays refused', async () => {
    const patient = await aBusyQueue(2);
    await makeSqsLogoutQueue(patient.queue).send(messages(3));
    expect(patient.service.requests).toHaveLength(3);
    const hopeless = await aBusyQueue(99);
    await expect(makeSqsLogoutQueue(hopeless.queue).send(messages(1))).rejects.toThrow('Refused 4 times: Busy');
  });
});

describe('alarms', () => {
  const ann = { kind: 'agent', instanceId: 'demo', agentId: 'ann' } as const;

  test('arrive as they were set', async () => {
    const { queue, receive } = await aQueue();
    const alarms = makeSqsAlarms({ ...queue, clock });
    await alarms.set({ ...ann, at: someDay });
    await alarms.set({ kind: 'job', instanceId: 'demo', jobId: 7, at: someDay - 1 });
    const received = [...(await receive()), ...(await receive())].map(parseAlarm);
    expect(received).toEqual(expect.arrayContaining([ann, { kind: 'job', instanceId: 'demo', jobId: 7 }]));
  });

  test.each([
    [-5_000, 0],
    [0, 0],
    [1, 1],
    [60_000, 60],
    [60_001, 61],
    [900_000, 900],
  ])('%d ms ahead ring after %d s: never early', async (ahead, delay) => {
    const { queue, service } = await aBusyQueue();
    await makeSqsAlarms({ ...queue, clock }).set({ ...ann, at: someDay + ahead });
    expect(service.requests.flatMap(entriesOf).map(({ DelaySeconds }) => DelaySeconds)).toEqual([delay]);
  });

  test('beyond the longest delay of SQS are refused in words', async () => {
    const { queue, service } = await aBusyQueue();
    const late = makeSqsAlarms({ ...queue, clock }).set({ ...ann, at: someDay + 900_001 });
    await expect(late).rejects.toThrow(
      'Near alarms only: an SQS message waits at most 900 s, and 2026-11-21T09:45:00.001Z is 901 s ahead',
    );
    expect(service.requests).toEqual([]);
  });

  test('set at the same time share requests', async () => {
    const { queue, service } = await aBusyQueue();
    const alarms = makeSqsAlarms({ ...queue, clock });
    await Promise.all(agentIds(50).map((agentId) => alarms.set({ ...ann, agentId, at: someDay })));
    expect(service.requests).toHaveLength(5);
  });
});
