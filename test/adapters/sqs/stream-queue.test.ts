import { afterEach, describe, expect, test } from '@jest/globals';
import { makeSqsStreamQueue, parseStreamMessage, streamMessageBody } from '#adapters/sqs/stream-queue.ts';
import { streamQueueContract } from '../../contracts/streaming.contract.ts';
import { aChatEvent } from '../../support/chats.ts';
import { startBusyQueue, startQueue } from '../../support/queues.ts';

let stop: (() => Promise<void>) | undefined;
afterEach(async () => {
  await stop?.();
  stop = undefined;
});

describe('a stream queue in SQS', () => {
  streamQueueContract(async () => {
    const { queue, receive, ...running } = await startQueue();
    stop = running.stop;
    const received: string[] = [];
    return {
      queue: makeSqsStreamQueue(queue),
      take: async () => {
        if (received.length === 0) received.push(...(await receive()));
        const body = received.shift();
        return body === undefined ? undefined : parseStreamMessage(body);
      },
    };
  });

  const delivery = { endpointId: 'crm', of: 'chats', event: aChatEvent(1) } as const;

  test('accepts the deliveries of an event in one request', async () => {
    const { queue, ...busy } = await startBusyQueue();
    stop = busy.stop;
    await makeSqsStreamQueue(queue).send(Array.from({ length: 5 }, () => delivery));
    expect(busy.batches().map((entries) => entries.length)).toEqual([5]);
  });

  test('puts the deliveries to each endpoint into a message group of their own, of at most 128 characters', async () => {
    const { queue, ...busy } = await startBusyQueue();
    stop = busy.stop;
    const to = (instanceId: string, endpointId: string) => ({
      ...delivery,
      endpointId,
      event: { ...delivery.event, fact: { ...delivery.event.fact, instanceId } },
    });
    const [long, longest] = ['e'.repeat(64), 'i'.repeat(100)];
    await makeSqsStreamQueue(queue).send([to('one', 'a'), to('two', 'a'), to('one', 'b'), to(longest, long)]);
    const groups = busy.batches().flatMap((entries) => entries.map(({ MessageGroupId }) => MessageGroupId));
    expect(groups).toEqual(['one/a', 'two/a', 'one/b', `${'i'.repeat(63)}/${long}`]);
  });

  test('throws when a delivery is refused every time', async () => {
    const { queue, ...busy } = await startBusyQueue(99);
    stop = busy.stop;
    await expect(makeSqsStreamQueue(queue).send([delivery])).rejects.toThrow('Refused 4 times: Busy');
  });
});

describe('a delivery', () => {
  test('contains nothing that SQS does not accept', () => {
    const next = { type: 'disconnectFlow', flow: 'Adiós 👋 \uffff\ud800' } as const;
    const { fact: chat, ...event } = aChatEvent(1);
    const fact = { ...chat, type: 'ParticipantsDisconnected', silentRole: 'AGENT', participantIds: [], next } as const;
    const body = streamMessageBody({ endpointId: 'crm', of: 'chats', event: { ...event, fact } });
    expect(body).toMatch(/^[\x20-\ud7ff\ue000-\ufffd]*$/);
    expect(parseStreamMessage(body)).toEqual({ endpointId: 'crm', of: 'chats', event: { ...event, fact } });
  });

  test('that release 0.1.0 has queued is read', () => {
    const body =
      '{"endpointId":"crm","instanceId":"demo","contactId":"c1","event":[1,1763717400000,{"type":"ChatStarted"}]}';
    const event = { ...aChatEvent(1), at: 1_763_717_400_000 };
    expect(parseStreamMessage(body)).toEqual({ endpointId: 'crm', of: 'chats', event });
  });

  test('of a job that only a newer version knows is refused, so that a function that knows it receives it', () => {
    const body = '{"endpointId":"crm","instanceId":"demo","jobId":7,"event":[1,2,{"type":"LogoutJobPaused"}]}';
    expect(() => parseStreamMessage(body)).toThrow();
  });

  test.each(['', 'null', '{}', '{"endpointId":"crm","instanceId":"demo","contactId":"c1","event":[1,2,{"type":"x"}]}'])(
    'is not read from %j',
    (body) => expect(() => parseStreamMessage(body)).toThrow(),
  );
});
