import { setImmediate as eventLoopTurn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { makeMemoryChatStore } from '#adapters/memory/chats.ts';
import { makeMemoryStreamingEndpoints, makeMemoryStreamQueue } from '#adapters/memory/streaming.ts';
import { defaultChatSettings } from '#core/chats/chat-settings.ts';
import {
  defaultEventKinds,
  type EventKind,
  type StreamDelivery,
  type StreamingEndpoint,
} from '#core/streaming/ports.ts';
import { makeEndpointUseCases, makeStreamingUseCases } from '#core/streaming/use-cases.ts';
import { anOrder } from '#test/support/agents.ts';
import { aChat, aChatEvent, chatKey } from '#test/support/chats.ts';
import { countingIds } from '#test/support/credentials.ts';
import { aJobEvent, counts, jobKey } from '#test/support/logout-jobs.ts';

/** An endpoint that has not chosen its events, unless they are given. */
const anEndpoint = (
  endpointId: string,
  instanceId = chatKey.instanceId,
  events = defaultEventKinds,
): StreamingEndpoint => ({
  instanceId,
  endpointId,
  events,
  target: { type: 'webhook', url: `https://${endpointId}.example.com` },
  secret: endpointId,
});
const event = aChatEvent(1);
const streamed = { of: 'chats', event } as const;
const jobEvent = aJobEvent();
const endOfJob = { of: 'jobs', event: jobEvent } as const;

/** Streaming to these endpoints. Every event has two items, a and b. */
async function streamingTo(...those: readonly StreamingEndpoint[]) {
  let hangs = false;
  const [endpoints, queue, chats] = [makeMemoryStreamingEndpoints(), makeMemoryStreamQueue(), makeMemoryChatStore()];
  for (const endpoint of those) await endpoints.put(endpoint);
  await chats.save({ state: aChat(), version: 1, sequence: 1, outbox: [] }, undefined);
  const sent: string[] = [];
  const sizes: number[] = [];
  const answers: (() => void)[] = [];
  const down = new Set<string>();
  const useCases = makeStreamingUseCases(
    {
      chats,
      endpoints,
      queue: {
        send(deliveries) {
          sizes.push(deliveries.length);
          return queue.send(deliveries);
        },
      },
      sender: {
        async send({ endpointId }, { id }) {
          if (down.has(id)) throw new Error(`503 for ${id}`);
          sent.push(`${id} to ${endpointId}`);
          if (hangs) await new Promise<void>((answer) => answers.push(answer));
        },
      },
      itemOfJob: ({ eventId, fact }) => ({ id: eventId, body: fact.type }),
      itemsOfChat: ({ eventId }, { contactId }, { language }) =>
        ['a', 'b'].map((part) => ({ id: `${eventId}/${part}`, body: `${contactId} ${language}` })),
    },
    { settingsOf: async () => defaultChatSettings },
  );
  const hang = () => {
    hangs = true;
  };
  const queued = () => {
    const deliveries: StreamDelivery[] = [];
    for (let next = queue.take(); next; next = queue.take()) deliveries.push(next);
    return deliveries;
  };
  const endpointUseCases = makeEndpointUseCases({ endpoints, newSecret: countingIds('secret').next });
  return { ...useCases, ...endpointUseCases, queued, sizes, sent, down, hang, answers };
}

test('an event that no endpoint is for costs no request to the queue', async () => {
  const streaming = await streamingTo(anEndpoint('foreign', 'other'));
  await streaming.streamEvent(streamed);
  expect(streaming.sizes).toEqual([]);
});

test('an event is queued once for each endpoint of its instance, and for no other', async () => {
  const streaming = await streamingTo(anEndpoint('crm'), anEndpoint('topic'), anEndpoint('foreign', 'other'));
  await streaming.streamEvent(streamed);
  expect(streaming.queued()).toEqual([
    { endpointId: 'crm', ...streamed },
    { endpointId: 'topic', ...streamed },
  ]);
});

test('an endpoint gets the events that it has chosen: those of chats, the ends of jobs, or both; without a choice those of chats', async () => {
  const streaming = await streamingTo(
    anEndpoint('both', chatKey.instanceId, ['jobs', 'chats']),
    anEndpoint('chats', chatKey.instanceId, ['chats']),
    anEndpoint('no choice'),
    anEndpoint('jobs', chatKey.instanceId, ['jobs']),
    anEndpoint('newer', chatKey.instanceId, ['surveys' as EventKind]),
  );
  await streaming.streamEvent(streamed);
  expect(streaming.queued().map(({ endpointId }) => endpointId)).toEqual(['both', 'chats', 'no choice']);
  await streaming.streamEvent(endOfJob);
  expect(streaming.queued()).toEqual([
    { endpointId: 'both', ...endOfJob },
    { endpointId: 'jobs', ...endOfJob },
  ]);
});

test('the end of a job waits without the message to the agents, and without the addresses of those who asked', async () => {
  const streaming = await streamingTo(anEndpoint('jobs', chatKey.instanceId, ['jobs']));
  const from = { via: 'apiKey', ipAddress: '203.0.113.9' } as const;
  const kept = anOrder({ reason: 'night', scheduleId: 'nightly' });
  const cancelled = {
    type: 'LogoutJobCancelled',
    ...jobKey,
    startedAt: 1,
    finishedAt: 2,
    counts: counts(),
    cancelledBy: 'boss',
  } as const;
  const order = { ...kept, message: 'Ann, go home', from };
  await streaming.streamEvent({ of: 'jobs', event: aJobEvent({ ...cancelled, order, cancelledFrom: from }) });
  expect(streaming.queued()).toStrictEqual([
    { endpointId: 'jobs', of: 'jobs', event: aJobEvent({ ...cancelled, order: kept }) },
  ]);
});

test('the end of a job is one item, and no chat is needed for it', async () => {
  const streaming = await streamingTo(anEndpoint('jobs', chatKey.instanceId, ['jobs']));
  await streaming.deliverStream({ endpointId: 'jobs', ...endOfJob });
  expect(streaming.sent).toEqual([`${jobEvent.eventId} to jobs`]);
});

test('a delivery that waits is not made to an endpoint that has chosen other events since', async () => {
  const streaming = await streamingTo(anEndpoint('crm', chatKey.instanceId, ['jobs']));
  const { secret: _, ...changed } = anEndpoint('crm');
  await streaming.putEndpoint(changed);
  await streaming.deliverStream({ endpointId: 'crm', ...endOfJob });
  expect(streaming.sent).toEqual([]);
});

test('without endpoints nothing is queued', async () => {
  const streaming = await streamingTo();
  await streaming.streamEvent(streamed);
  expect(streaming.queued()).toEqual([]);
});

const [a, b] = [`${event.eventId}/a to crm`, `${event.eventId}/b to crm`];

test('a delivery that fails is repeated with all its items, which have the same ids', async () => {
  const streaming = await streamingTo(anEndpoint('crm'));
  const delivery = { endpointId: 'crm', ...streamed };
  streaming.down.add(`${event.eventId}/a`);
  await expect(streaming.deliverStream(delivery)).rejects.toThrow(`503 for ${event.eventId}/a`);
  streaming.down.clear();
  await streaming.deliverStream(delivery);
  expect(streaming.sent.toSorted()).toEqual([a, b, b]);
});

test('the items of a delivery are sent at the same time, so that an endpoint that hangs takes no longer than for one', async () => {
  const streaming = await streamingTo(anEndpoint('crm'));
  streaming.hang();
  const delivered = streaming.deliverStream({ endpointId: 'crm', ...streamed });
  await eventLoopTurn();
  expect(streaming.sent.toSorted()).toEqual([a, b]);
  for (const answer of streaming.answers) answer();
  await delivered;
});

test('a delivery ends only when all its items have ended, even if one has failed', async () => {
  const streaming = await streamingTo(anEndpoint('crm'));
  streaming.hang();
  streaming.down.add(`${event.eventId}/a`);
  let hasFailed = false;
  const delivered = streaming.deliverStream({ endpointId: 'crm', ...streamed }).catch(() => {
    hasFailed = true;
  });
  await eventLoopTurn();
  expect(hasFailed).toBe(false);
  for (const answer of streaming.answers) answer();
  await delivered;
  expect(hasFailed).toBe(true);
});

test('there is nothing to deliver to an endpoint that was removed, or of a chat that has expired', async () => {
  const streaming = await streamingTo(anEndpoint('crm'), anEndpoint('gone'));
  await streaming.removeEndpoint(chatKey.instanceId, 'gone');
  await streaming.deliverStream({ endpointId: 'gone', ...streamed });
  const expired = aChatEvent(1, { ...chatKey, contactId: 'expired' });
  await streaming.deliverStream({ endpointId: 'crm', of: 'chats', event: expired });
  expect(streaming.sent).toEqual([]);
});

test('an instance has five endpoints at most; an existing one can still be changed, and keeps its secret', async () => {
  const streaming = await streamingTo(...['a', 'b', 'c', 'd', 'e'].map((id) => anEndpoint(id)));
  const wanted = (endpointId: string, instanceId?: string) => {
    const { secret: _, ...endpoint } = anEndpoint(endpointId, instanceId);
    return endpoint;
  };
  expect(await streaming.putEndpoint(wanted('f'))).toEqual({ type: 'tooManyEndpoints' });
  const target = { type: 'webhook', url: 'https://new.example.com' } as const;
  const changed = { ...anEndpoint('e'), target };
  expect(await streaming.putEndpoint({ ...wanted('e'), target })).toEqual({ type: 'done', endpoint: changed });
  expect(await streaming.listEndpoints(chatKey.instanceId)).toContainEqual(changed);
  expect(await streaming.putEndpoint(wanted('f', 'other'))).toMatchObject({
    type: 'done',
    endpoint: { secret: 'secret-2' },
  });
});
