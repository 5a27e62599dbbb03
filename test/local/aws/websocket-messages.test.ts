import { describe, expect, test } from '@jest/globals';
import { aSocketRun } from './a-socket-run.ts';
import type { SocketClient } from './socket-client.ts';

const gatewayId = expect.stringMatching(/^[\w-]{15}=$/);

describe('a message', () => {
  const routes = ['$connect', '$default', 'greet'];

  test.each([
    ['{"topic":"greet"}', 'greet'],
    ['{"topic":"other"}', '$default'],
    ['{"topic":"$connect"}', '$default'],
    ['{"topic":7}', '$default'],
    ['not JSON', '$default'],
  ])('%s is routed to %s', async (message, routeKey) => {
    const { notes, open } = await aSocketRun({ routes });
    (await open()).send(message);
    const [connected, event] = await notes.atLeast(2);
    const { connectionId, authorizer: context } = connected.requestContext;
    expect(event).toMatchObject({
      requestContext: { routeKey, eventType: 'MESSAGE', messageId: gatewayId, connectionId, authorizer: context },
      body: message,
      isBase64Encoded: false,
    });
    expect(event.headers).toBeUndefined();
  });

  test('is answered only on a route with a response, and only if the function returns a body', async () => {
    const { notes, open } = await aSocketRun({ routes, withResponse: ['$default'] });
    const client = await open();
    client.send('{"topic":"greet","answer":"one way"}');
    await notes.atLeast(2);
    client.send('{}');
    client.send('{"answer":"two ways"}');
    expect(await client.next()).toBe('two ways');
    client.close();
    await client.closed;
    expect(client.unread()).toEqual([]);
  });

  test('on a route without a function is answered by the API itself, if the route has a response', async () => {
    const constants = { 'a/b': '{"is":"constant"}', silent: 'never sent' };
    const { notes, open } = await aSocketRun({ routes, constants, withResponse: ['a/b'] });
    const client = await open();
    client.send('{"topic":"silent"}');
    client.send('{"topic":"a/b","more":1}');
    expect(await client.next()).toBe('{"is":"constant"}');
    expect(notes.read().map(({ requestContext }) => requestContext.eventType)).toEqual(['CONNECT']);
  });

  test.each([
    ['fails', routes, '{"fail":"error"}', 'Internal server error'],
    ['returns a malformed response', routes, '{"fail":"malformed"}', 'Internal server error'],
    ['does not exist', ['$connect', 'greet'], '{"topic":"other"}', 'Forbidden'],
  ])('whose function %s gets an error message of API Gateway', async (_, someRoutes, message, error) => {
    const { notes, open } = await aSocketRun({ routes: someRoutes });
    const client = await open();
    client.send(message);
    const { connectionId } = notes.read()[0].requestContext;
    expect(JSON.parse(await client.next())).toEqual({ message: error, connectionId, requestId: gatewayId });
  });

  const ofLength = (length: number) => JSON.stringify({ pad: ''.padEnd(length - 10) });

  test('of 128 KB in frames of 32 KB is processed', async () => {
    const { notes, open } = await aSocketRun();
    const client = await open();
    client.send(ofLength(32 * 1024));
    client.sendInFrames(ofLength(128 * 1024), 32 * 1024);
    const [, ...events] = await notes.atLeast(3);
    expect(events.map(({ body }) => body.length).sort()).toEqual([128 * 1024, 32 * 1024]);
  });

  test.each([
    ['is longer', 1009, (client: SocketClient) => client.sendInFrames(ofLength(128 * 1024 + 1), 32 * 1024)],
    ['has a longer frame', 1009, (client: SocketClient) => client.send(ofLength(32 * 1024 + 1))],
    ['has a longer frame after others', 1009, (client: SocketClient) => client.sendInFrames(ofLength(40_000), 32_769)],
    ['is binary', 1003, (client: SocketClient) => client.send(Buffer.from('{}'))],
  ])('that %s closes the connection with status %d and is not processed', async (_, status, send) => {
    const { notes, open } = await aSocketRun();
    const client = await open();
    client.send('{}');
    await notes.atLeast(2);
    send(client);
    expect((await client.closed).code).toBe(status);
    const [, , ended] = await notes.atLeast(3);
    expect(ended.requestContext).toMatchObject({ eventType: 'DISCONNECT', disconnectStatusCode: status });
  });
});
