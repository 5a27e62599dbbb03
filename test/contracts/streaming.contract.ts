import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mostEndpoints } from '#core/streaming/endpoint.ts';
import type { StreamDelivery, StreamingEndpoint, StreamingEndpoints, StreamQueue } from '#core/streaming/ports.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { anyChatEvents } from '../support/any-chat.ts';
import { anyJobEvents } from '../support/any-job.ts';
import { aChatEvent } from '../support/chats.ts';
import { anEndpoint } from '../support/streaming.ts';

const topic: StreamingEndpoint['target'] = { type: 'topic', arn: 'arn:aws:sns:eu-west-1:123456789012:chats' };

/** What every StreamingEndpoints promises. */
export function streamingEndpointsContract(open: () => Promise<StreamingEndpoints>) {
  test('keeps webhooks and topics', async () => {
    const endpoints = await open();
    const [webhook, other] = [anEndpoint(), anEndpoint({ endpointId: 'audit', target: topic })];
    expect(await endpoints.put(webhook)).toEqual(webhook);
    expect(await endpoints.put(other)).toEqual(other);
    expect(await endpoints.find('demo', 'crm')).toEqual(webhook);
    expect(await endpoints.find('demo', 'audit')).toEqual(other);
    expect(await endpoints.find('demo', 'none')).toBeUndefined();
  });

  test('keeps the events that an endpoint has chosen last', async () => {
    const endpoints = await open();
    await endpoints.put(anEndpoint({ events: ['jobs'] }));
    expect(await endpoints.find('demo', 'crm')).toEqual(anEndpoint({ events: ['jobs'] }));
    await endpoints.put(anEndpoint({ events: ['jobs', 'chats'] }));
    expect(await endpoints.list('demo')).toEqual([anEndpoint({ events: ['jobs', 'chats'] })]);
    await endpoints.put(anEndpoint());
    expect(await endpoints.find('demo', 'crm')).toEqual(anEndpoint());
  });

  test('gives an endpoint another target, and never another secret', async () => {
    const endpoints = await open();
    const first = await endpoints.put(anEndpoint());
    const changed = await endpoints.put(anEndpoint({ target: topic, secret: 'bmV3' }));
    expect(changed).toEqual({ ...first, target: topic });
    expect(await endpoints.list('demo')).toEqual([changed]);
  });

  test('returns the same secret to all who put an endpoint at the same time', async () => {
    const endpoints = await open();
    const secrets = ['YQ==', 'Yg==', 'Yw=='];
    const put = await Promise.all(secrets.map((secret) => endpoints.put(anEndpoint({ secret }))));
    expect(new Set(put.map(({ secret }) => secret)).size).toBe(1);
    expect(await endpoints.find('demo', 'crm')).toEqual(put[0]);
  });

  test('lists all endpoints of an instance by id, even if there is one more than allowed', async () => {
    const endpoints = await open();
    expect(await endpoints.list('demo')).toEqual([]);
    const ids = ['f', 'b', 'd', 'a', 'e', 'c'];
    expect(ids.length).toBeGreaterThan(mostEndpoints);
    for (const endpointId of ids) await endpoints.put(anEndpoint({ endpointId }));
    await endpoints.put(anEndpoint({ instanceId: 'other', endpointId: '0' }));
    const listed = await endpoints.list('demo');
    expect(listed.map(({ endpointId }) => endpointId)).toEqual(ids.toSorted());
  });

  test('removes an endpoint, and does nothing when it is removed again', async () => {
    const endpoints = await open();
    await endpoints.put(anEndpoint());
    await endpoints.put(anEndpoint({ instanceId: 'other' }));
    await endpoints.remove('demo', 'none');
    await endpoints.remove('demo', 'crm');
    await endpoints.remove('demo', 'crm');
    expect(await endpoints.find('demo', 'crm')).toBeUndefined();
    expect(await endpoints.list('demo')).toEqual([]);
    expect(await endpoints.find('other', 'crm')).toEqual(anEndpoint({ instanceId: 'other' }));
  });

  test('gives an endpoint that is added again a new secret', async () => {
    const endpoints = await open();
    await endpoints.put(anEndpoint());
    await endpoints.remove('demo', 'crm');
    expect((await endpoints.put(anEndpoint({ secret: 'bmV3' }))).secret).toBe('bmV3');
  });
}

interface OpenedQueue {
  readonly queue: StreamQueue;
  /** Takes a delivery out of the queue. */
  readonly take: () => Promise<StreamDelivery | undefined>;
}

/** What every StreamQueue promises. */
export function streamQueueContract(open: () => Promise<OpenedQueue>) {
  async function takeAll({ take }: OpenedQueue) {
    const taken: StreamDelivery[] = [];
    for (let next = await take(); next; next = await take()) taken.push(next);
    return taken;
  }

  test('delivers any events of chats and jobs to their endpoints, as they were sent', async () => {
    const opened = await open();
    await fc.assert(
      fc.asyncProperty(anyChatEvents, anyJobEvents, fc.string(), async (ofChats, ofJobs, endpointId) => {
        const sent = [
          ...ofChats.map((event) => ({ endpointId, of: 'chats', event }) as const),
          ...ofJobs.map((event) => ({ endpointId, of: 'jobs', event }) as const),
        ];
        await opened.queue.send(sent);
        const taken = await takeAll(opened);
        expect(taken).toHaveLength(sent.length);
        expect(taken).toEqual(expect.arrayContaining(sent));
      }),
      { numRuns: randomRuns(50) },
    );
  });

  test('delivers one event to many endpoints', async () => {
    const opened = await open();
    const event = aChatEvent(1);
    const sent = Array.from({ length: 12 }, (_, n) => ({ endpointId: `endpoint-${n}`, of: 'chats' as const, event }));
    await opened.queue.send(sent);
    const taken = await takeAll(opened);
    expect(taken).toHaveLength(12);
    expect(taken).toEqual(expect.arrayContaining(sent));
  });
}
