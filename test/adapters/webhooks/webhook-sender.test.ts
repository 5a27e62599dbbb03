import { afterEach, expect, test } from '@jest/globals';
import { makeStreamSender, webhookSignature } from '#adapters/webhooks/stream-sender.ts';
import { makeWebhookSender } from '#adapters/webhooks/webhook-sender.ts';
import { someDay } from '../../support/agents.ts';
import { type HttpService, type ReceivedRequest, startHttpService } from '../../support/http-service.ts';
import { anEndpoint } from '../../support/streaming.ts';

const clock = { now: () => someDay };
const item = { id: 'demo/chat/c1/7', body: '{"text":"Grüße, 世界"}' };

let service: HttpService;
afterEach(() => service.stop());

type Answer = Parameters<typeof startHttpService>[0];

/** A webhook that gives this answer; `send` sends one item to it. */
async function aWebhook(answer: Answer, options: { readonly timeoutMilliseconds?: number } = {}) {
  service = await startHttpService(answer);
  const endpoint = anEndpoint({ target: { type: 'webhook', url: `${service.endpoint}/chats?token=hidden` } });
  const topic = { send: () => Promise.reject(new Error('This is no topic')) };
  const sender = makeStreamSender({ webhook: makeWebhookSender({ clock, ...options }), topic });
  return { endpoint, send: () => sender.send(endpoint, item) };
}

const faultOf = (sent: Promise<void>) =>
  sent.then(
    () => 'nothing',
    (error: unknown) => error,
  );

test('an item is posted as it is, with its signature', async () => {
  const { endpoint, send } = await aWebhook(() => ({ status: 204 }));
  await send();
  expect(service.requests).toEqual([
    {
      method: 'POST',
      path: '/chats?token=hidden',
      body: item.body,
      headers: expect.objectContaining({
        'content-type': 'application/json',
        ...webhookSignature(endpoint, item, someDay),
      }),
    },
  ]);
});

test.each([200, 201, 202, 204, 299])('%d counts as accepted', async (status) => {
  const { send } = await aWebhook(() => ({ status }));
  await expect(send()).resolves.toBeUndefined();
});

test.each([300, 304, 400, 401, 410, 429, 500, 503])(
  '%d does not, and is in the error with the endpoint',
  async (status) => {
    const { send } = await aWebhook(() => ({ status, body: 'Something that may be long' }));
    await expect(send()).rejects.toThrow(`Webhook demo/crm answered ${status}`);
  },
);

test.each([301, 302, 307, 308])('%d is not followed', async (status) => {
  const redirects = ({ path }: ReceivedRequest) =>
    path.startsWith('/chats') ? { status, headers: { location: '/elsewhere' } } : { status: 200 };
  const { send } = await aWebhook(redirects);
  await expect(send()).rejects.toThrow(`Webhook demo/crm answered ${status}`);
  expect(service.requests).toHaveLength(1);
});

test('an endpoint that does not answer in time has not accepted', async () => {
  const { send } = await aWebhook(() => undefined, { timeoutMilliseconds: 20 });
  await expect(send()).rejects.toThrow('Webhook demo/crm was not reached: TimeoutError');
});

test('the error for an endpoint that cannot be reached has a code', async () => {
  const { send } = await aWebhook(() => ({ status: 200 }));
  await service.stop();
  expect(await faultOf(send())).toMatchObject({ message: 'Webhook demo/crm was not reached: ECONNREFUSED' });
  service = await startHttpService(() => ({ status: 200 }));
});

test('no error shows an address or a secret', async () => {
  const { endpoint, send } = await aWebhook(() => ({ status: 500 }));
  const nowhere = { ...endpoint, target: { type: 'webhook', url: 'no url: hidden' } } as const;
  const faults = [await faultOf(send()), await faultOf(makeWebhookSender({ clock }).send(nowhere, item))];
  for (const fault of faults) {
    expect(fault).toBeInstanceOf(Error);
    const shown = JSON.stringify(fault, Object.getOwnPropertyNames(fault));
    expect(shown).toContain('Webhook demo/crm');
    expect(shown).not.toContain('hidden');
    expect(shown).not.toContain(endpoint.secret);
    expect(fault).not.toHaveProperty('cause');
  }
});
