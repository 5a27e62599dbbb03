import { expect, test } from '@jest/globals';
import type { StreamingEndpoints } from '#core/chats/ports.ts';
import { mostEndpoints, type StreamingEndpoint } from '#core/chats/streaming-endpoint.ts';
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

  test('gives an endpoint another target, and never another secret', async () => {
    const endpoints = await open();
    const first = await endpoints.put(anEndpoint());
    const changed = await endpoints.put(anEndpoint({ target: topic, secret: 'bmV3' }));
    expect(changed).toEqual({ ...first, target: topic });
    expect(await endpoints.list('demo')).toEqual([changed]);
  });

  test('tells all who put an endpoint at the same time the same secret', async () => {
    const endpoints = await open();
    const secrets = ['YQ==', 'Yg==', 'Yw=='];
    const put = await Promise.all(secrets.map((secret) => endpoints.put(anEndpoint({ secret }))));
    expect(new Set(put.map(({ secret }) => secret)).size).toBe(1);
    expect(await endpoints.find('demo', 'crm')).toEqual(put[0]);
  });

  test('lists the endpoints of an instance by id, all of them even where there is one too many', async () => {
    const endpoints = await open();
    expect(await endpoints.list('demo')).toEqual([]);
    const ids = ['f', 'b', 'd', 'a', 'e', 'c'];
    expect(ids.length).toBeGreaterThan(mostEndpoints);
    for (const endpointId of ids) await endpoints.put(anEndpoint({ endpointId }));
    await endpoints.put(anEndpoint({ instanceId: 'other', endpointId: '0' }));
    const listed = await endpoints.list('demo');
    expect(listed.map(({ endpointId }) => endpointId)).toEqual(ids.toSorted());
  });

  test('forgets an endpoint that is removed, however often', async () => {
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

  test('gives an endpoint that comes back a new secret', async () => {
    const endpoints = await open();
    await endpoints.put(anEndpoint());
    await endpoints.remove('demo', 'crm');
    expect((await endpoints.put(anEndpoint({ secret: 'bmV3' }))).secret).toBe('bmV3');
  });
}
