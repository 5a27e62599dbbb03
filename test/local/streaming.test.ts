import { afterAll, expect, test } from '@jest/globals';
import { fastApp } from '../app/running-app.ts';
import { eventually } from '../support/eventually.ts';
import { type HttpService, type ReceivedRequest, startHttpService } from '../support/http-service.ts';
import { aCentre } from './a-centre.ts';

let webhook: HttpService;
afterAll(() => webhook.stop());

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
