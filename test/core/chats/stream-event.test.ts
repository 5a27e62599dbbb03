import { setImmediate as eventLoopTurn } from 'node:timers/promises';
import { expect, jest, test } from '@jest/globals';
import { makeMemoryChatStore } from '#adapters/memory/chat-store.ts';
import { makeMemoryStreamQueue } from '#adapters/memory/stream-queue.ts';
import { makeMemoryStreamingEndpoints } from '#adapters/memory/streaming-endpoints.ts';
import { makePutEndpoint } from '#core/chats/put-endpoint.ts';
import type { StreamDelivery } from '#core/chats/stream-delivery.ts';
import { makeDeliverStream, makeStreamEvent } from '#core/chats/stream-event.ts';
import type { StreamingEndpoint } from '#core/chats/streaming-endpoint.ts';
import { aChat, aChatEvent, chatKey } from '#test/support/chats.ts';

const anEndpoint = (endpointId: string, instanceId = chatKey.instanceId): StreamingEndpoint => ({
  instanceId,
  endpointId,
  target: { type: 'webhook', url: `https://${endpointId}.example.com` },
  secret: endpointId,
});
const event = aChatEvent(1);

async function aStream(...those: readonly StreamingEndpoint[]) {
  let hangs = false;
  const [endpoints, queue, chats] = [makeMemoryStreamingEndpoints(), makeMemoryStreamQueue(), makeMemoryChatStore()];
  for (const endpoint of those) await endpoints.put(endpoint);
  await chats.save({ state: aChat(), version: 1, sequence: 1, outbox: [] }, undefined);
  const sent: string[] = [];
  const answers: (() => void)[] = [];
  const down = new Set<string>();
  const deliver = makeDeliverStream({
    chats,
    endpoints,
    sender: {
      async send({ endpointId }, { id }) {
        if (down.has(id)) throw new Error(`503 for ${id}`);
        sent.push(`${id} to ${endpointId}`);
        if (hangs) await new Promise<void>((answer) => answers.push(answer));
      },
    },
    itemsOf: async ({ eventId }, { contactId }) =>
      ['a', 'b'].map((part) => ({ id: `${eventId}/${part}`, body: contactId })),
  });
  const hang = () => {
    hangs = true;
  };
  return { endpoints, queue, chats, sent, down, hang, answers, deliver, stream: makeStreamEvent({ endpoints, queue }) };
}

const deliveriesOf = ({ queue }: Awaited<ReturnType<typeof aStream>>) => {
  const deliveries: StreamDelivery[] = [];
  for (let next = queue.take(); next; next = queue.take()) deliveries.push(next);
  return deliveries;
};

test('an event is queued once for each endpoint of its instance, and for no other', async () => {
  const stream = await aStream(anEndpoint('crm'), anEndpoint('topic'), anEndpoint('foreign', 'other'));
  await stream.stream(event);
  expect(deliveriesOf(stream)).toEqual([
    { endpointId: 'crm', event },
    { endpointId: 'topic', event },
  ]);
});

test('without endpoints nothing is queued', async () => {
  const stream = await aStream();
  await stream.stream(event);
  expect(deliveriesOf(stream)).toEqual([]);
});

const [a, b] = [`${event.eventId}/a to crm`, `${event.eventId}/b to crm`];

test('a delivery that fails is made again, all its items under the same ids', async () => {
  const stream = await aStream(anEndpoint('crm'));
  const delivery = { endpointId: 'crm', event };
  stream.down.add(`${event.eventId}/a`);
  await expect(stream.deliver(delivery)).rejects.toThrow(`503 for ${event.eventId}/a`);
  stream.down.clear();
  await stream.deliver(delivery);
  expect(stream.sent.toSorted()).toEqual([a, b, b]);
});

test('the items of a delivery are under way together, so that an endpoint that hangs takes the time of one', async () => {
  const stream = await aStream(anEndpoint('crm'));
  stream.hang();
  const delivered = stream.deliver({ endpointId: 'crm', event });
  await eventLoopTurn();
  expect(stream.sent.toSorted()).toEqual([a, b]);
  for (const answer of stream.answers) answer();
  await delivered;
});

test('a delivery is over only when all its items are, even if one has failed', async () => {
  const stream = await aStream(anEndpoint('crm'));
  stream.hang();
  stream.down.add(`${event.eventId}/a`);
  const over = jest.fn();
  const delivered = stream.deliver({ endpointId: 'crm', event }).catch(over);
  await eventLoopTurn();
  expect(over).not.toHaveBeenCalled();
  for (const answer of stream.answers) answer();
  await delivered;
  expect(over).toHaveBeenCalledTimes(1);
});

test('an endpoint that was taken away, or a chat that is forgotten, leaves nothing to deliver', async () => {
  const stream = await aStream(anEndpoint('crm'));
  await stream.deliver({ endpointId: 'gone', event });
  await stream.deliver({ endpointId: 'crm', event: aChatEvent(1, { ...chatKey, contactId: 'forgotten' }) });
  expect(stream.sent).toEqual([]);
});

test('an instance has five endpoints at most; one that is there may still be changed', async () => {
  const { endpoints } = await aStream(...['a', 'b', 'c', 'd', 'e'].map((id) => anEndpoint(id)));
  const put = makePutEndpoint({ endpoints });
  expect(await put(anEndpoint('f'))).toEqual({ type: 'tooManyEndpoints' });
  const moved = { ...anEndpoint('e'), target: { type: 'webhook', url: 'https://new.example.com' } as const };
  expect(await put({ ...moved, secret: 'another' })).toEqual({ type: 'done', endpoint: moved });
  expect(await put(anEndpoint('f', 'other'))).toMatchObject({ type: 'done' });
});
