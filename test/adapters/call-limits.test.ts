import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, expect, test } from '@jest/globals';
import {
  type CallLimits,
  callLimits,
  limitedConfig,
  timesLonger,
  withinTime,
  withLimits,
} from '#adapters/call-limits.ts';
import { onThisMachine } from '../support/json-service.ts';

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
});

/** A service that answers as a test says, and counts its requests. */
async function aService(answer: RequestListener) {
  const service = { requests: 0, endpoint: '' };
  server = createServer((request, response) => {
    service.requests += 1;
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The service has no port');
  service.endpoint = `http://127.0.0.1:${address.port}`;
  return service;
}

/** A tenth of what production has, so that a test is over soon. */
const short = (limits: CallLimits): CallLimits => timesLonger(limits, 0.1);

const dynamodb = (endpoint: string, limits: CallLimits) =>
  withLimits(new DynamoDBClient({ ...onThisMachine(endpoint), ...limitedConfig(limits) }), limits);

const listed = JSON.stringify({ TableNames: [] });

test.each(Object.entries(callLimits))('the attempts of %s fit into the time of the whole call', (_, limits) => {
  const { connectMilliseconds, answerMilliseconds, attempts, wholeMilliseconds } = limits;
  expect(attempts * answerMilliseconds).toBeLessThanOrEqual(wholeMilliseconds);
  expect(connectMilliseconds).toBeLessThanOrEqual(answerMilliseconds);
});

test('a service that accepts the connection and never answers is asked three times, and then the call fails', async () => {
  const service = await aService(() => {});
  // As in production: of a tenth, a busy machine needs all before the request has arrived.
  const limits = { ...callLimits.dynamodb, wholeMilliseconds: 30_000 };
  const called = dynamodb(service.endpoint, limits).send(new ListTablesCommand({}));
  await expect(called).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(service.requests).toBe(callLimits.dynamodb.attempts);
});

test('one that answers the second attempt has answered', async () => {
  const service = await aService((_, response) => {
    if (service.requests > 1) response.end(listed);
  });
  const answer = await dynamodb(service.endpoint, short(callLimits.dynamodb)).send(new ListTablesCommand({}));
  expect(answer.TableNames).toEqual([]);
});

test('one that stops in the middle of its answer has not answered', async () => {
  const service = await aService((_, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{');
  });
  const limits = { ...short(callLimits.dynamodb), attempts: 1, wholeMilliseconds: 10_000 };
  await expect(dynamodb(service.endpoint, limits).send(new ListTablesCommand({}))).rejects.toThrow();
  expect(service.requests).toBe(1);
});

test('one that answers byte by byte fails when the whole time is over', async () => {
  const service = await aService((_, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    const drip = setInterval(() => response.write(' '), 5);
    response.on('close', () => clearInterval(drip));
  });
  const limits = { ...callLimits.sqs, wholeMilliseconds: 100 };
  const client = withLimits(new SQSClient({ ...onThisMachine(service.endpoint), ...limitedConfig(limits) }), limits);
  const sent = client.send(new SendMessageCommand({ QueueUrl: `${service.endpoint}/q`, MessageBody: 'hello' }));
  await expect(sent).rejects.toThrow('No answer within 100 ms');
  client.destroy();
});

test('one that asks for a long pause between attempts fails when the whole time is over', async () => {
  const service = await aService((_, response) => {
    response.writeHead(400, { 'x-amz-retry-after': '60000' });
    response.end(JSON.stringify({ __type: 'ThrottlingException', message: 'Slow down' }));
  });
  const limits = { ...callLimits.dynamodb, wholeMilliseconds: 20 };
  const called = dynamodb(service.endpoint, limits).send(new ListTablesCommand({}));
  await expect(called).rejects.toThrow();
  expect(service.requests).toBeLessThanOrEqual(callLimits.dynamodb.attempts);
});

test('work that is done in time is passed on, with its own error too', async () => {
  expect(await withinTime(1_000, Promise.resolve('done'))).toBe('done');
  await expect(withinTime(1_000, Promise.reject(new Error('no')))).rejects.toThrow('no');
});
