import { afterEach, expect, jest, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { fastApp } from '../app/running-app.ts';
import { eventually } from '../support/eventually.ts';
import { type HttpService, type ReceivedRequest, startHttpService } from '../support/http-service.ts';
import { aCentre } from './a-centre.ts';

let webhook: HttpService;
afterEach(() => webhook.stop());

const idOf = ({ headers }: ReceivedRequest) => headers['webhook-id'];

test('a delivery that a webhook refuses is repeated after a pause, with the same id and body, until it is accepted', async () => {
  const app = await fastApp();
  const { call } = await aCentre(app, 'streaming');
  const attemptsAt = (request: ReceivedRequest) => webhook.requests.filter((one) => idOf(one) === idOf(request));
  webhook = await startHttpService((request) => ({ status: attemptsAt(request).length < 3 ? 503 : 204 }));
  await call('PUT', '/v1/streaming-endpoints/crm', { url: webhook.endpoint });
  await call('PUT', '/v1/chats/c1', { customer: { displayName: 'Luke' } });

  const attempts = await eventually(() => webhook.requests.map(attemptsAt).find(({ length }) => length === 3));
  expect(new Set(attempts.map(({ body }) => body)).size).toBe(1);
  const deliveries = (await app.usedPermissions()).filter(({ functionName }) =>
    functionName.endsWith('queue-deliver-stream'),
  );
  expect(deliveries).toContainEqual(expect.objectContaining({ action: 'sqs:ChangeMessageVisibility', allowed: true }));
});

/** What the library of Standard Webhooks reads. It refuses timestamps that are not of now: here the clock is a faster one. */
function verify(secret: string, { headers, body }: Pick<ReceivedRequest, 'headers' | 'body'>): unknown {
  const text = (name: string) => String(headers[name]);
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
  const now = jest.spyOn(Date, 'now').mockReturnValue(Number(text('webhook-timestamp')) * 1_000);
  try {
    return new Webhook(secret).verify(body, Object.fromEntries(names.map((name) => [name, text(name)])));
  } finally {
    now.mockRestore();
  }
}

test('the end of a job is sent, signed, to the endpoints that have chosen jobs, and to no other', async () => {
  const app = await fastApp();
  const { call, now } = await aCentre(app, 'streamed-jobs');
  webhook = await startHttpService(() => ({ status: 204 }));
  const { secret } = await call('PUT', '/v1/streaming-endpoints/ops', {
    url: `${webhook.endpoint}/ops`,
    events: ['jobs'],
  });
  await call('PUT', '/v1/streaming-endpoints/crm', { url: `${webhook.endpoint}/crm` });
  await call('PUT', '/v1/agents/1', { name: 'Ann', email: 'ann@example.com', agentNumber: '1', teamIds: [] });
  await call('PUT', '/v1/agents/1/session', { status: 'Available', statusType: 'ROUTABLE' });
  const startAt = new Date(now() + 90_000).toISOString();
  const ofAnn = { select: { agentIds: ['1'] }, startAt, reason: 'Closing time' };
  const [job, cancelled] = [
    await call('POST', '/v1/force-logouts', ofAnn),
    await call('POST', '/v1/force-logouts', ofAnn),
  ];
  await call('DELETE', `/v1/force-logouts/${cancelled.jobId}`);

  const ended = (jobId: number) =>
    eventually(() => webhook.requests.find(({ body }) => body.includes(`"jobId":${jobId}`)));
  const received = await ended(job.jobId);
  const read = verify(secret, received);
  const { timing: _, ...shown } = await call('GET', `/v1/force-logouts/${job.jobId}`);
  expect(read).toEqual({
    type: 'LogoutJobCompleted',
    timestamp: shown.finishedAt,
    data: { ...shown, instanceId: 'streamed-jobs', link: job.link },
  });
  expect(shown.counts).toMatchObject({ matched: 1, loggedOut: 1 });
  const tampered = received.body.replace('"loggedOut":1', '"loggedOut":0');
  expect(tampered).not.toBe(received.body);
  expect(() => verify(secret, { ...received, body: tampered })).toThrow('No matching signature found');

  expect(verify(secret, await ended(cancelled.jobId))).toMatchObject({
    type: 'LogoutJobCancelled',
    data: {
      status: 'cancelled',
      startsAt: startAt,
      counts: { matched: 0 },
      cancelledBy: shown.requestedBy,
    },
  });
  expect(new Set(webhook.requests.map(({ path }) => path))).toEqual(new Set(['/ops']));
});
