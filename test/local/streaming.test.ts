import { afterEach, expect, test } from '@jest/globals';
import { readSeed } from '../../local/seed.ts';
import { type LocalRun, startLocal } from '../../local/start-local.ts';
import { type HttpService, type ReceivedRequest, startHttpService } from '../support/http-service.ts';
import { aFolder, removeFolders } from './an-assembly.ts';
import { demoKey, makeCall } from './chat-run.ts';
import { eventually } from './runs.ts';

let run: LocalRun;
let webhook: HttpService;
afterEach(async () => {
  await run.stop();
  await webhook.stop();
  removeFolders();
});

const idOf = ({ headers }: ReceivedRequest) => headers['webhook-id'];

test('what a webhook refuses comes again after a pause, the same under the same id, until it is accepted', async () => {
  const failures: string[] = [];
  run = await startLocal({
    port: 0,
    folder: aFolder(),
    speed: 60,
    seed: readSeed(),
    log: (line) => failures.push(line),
  });
  const attemptsAt = (request: ReceivedRequest) => webhook.requests.filter((one) => idOf(one) === idOf(request));
  webhook = await startHttpService((request) => ({ status: attemptsAt(request).length < 3 ? 503 : 204 }));
  await fetch(`${run.url}/v1/streaming-endpoints/crm`, {
    method: 'PUT',
    headers: { authorization: `Basic ${btoa(demoKey)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url: webhook.endpoint }),
  });
  await makeCall(run)('PUT', 'c1', { customer: { displayName: 'Luke' } });

  const attempts = await eventually(() => webhook.requests.map(attemptsAt).find(({ length }) => length === 3), 20);
  expect(new Set(attempts.map(({ body }) => body)).size).toBe(1);
  const ofDeliveries = run
    .usedPermissions()
    .filter(({ functionName }) => functionName.endsWith('queue-deliver-stream'));
  expect(ofDeliveries).toContainEqual(
    expect.objectContaining({ action: 'sqs:ChangeMessageVisibility', allowed: true }),
  );
  expect(failures).toEqual([]);
}, 90_000);
