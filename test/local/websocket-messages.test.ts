import { describe, expect, test } from '@jest/globals';
import { aSocketRun } from './a-socket-run.ts';

const gatewayId = expect.stringMatching(/^[\w-]{15}=$/);

describe('a message', () => {
  const routes = ['$connect', '$default', 'greet'];

  test.each([
    ['{"topic":"greet"}', 'greet'],
    ['{"topic":"other"}', '$default'],
    ['{"topic":"$connect"}', '$default'],
    ['{"topic":7}', '$default'],
    ['not JSON', '$default'],
  ])('%s takes the route %s', async (message, routeKey) => {
    const { notes, open } = await aSocketRun({ routes });
    (await open()).send(message);
    const [connected, event] = await notes.whenThere(2);
    const { connectionId, authorizer: context } = connected.requestContext;
    expect(event).toMatchObject({
      requestContext: { routeKey, eventType: 'MESSAGE', messageId: gatewayId, connectionId, authorizer: context },
      body: message,
      isBase64Encoded: false,
    });
    expect(event.headers).toBeUndefined();
  });

  test('is answered on a route with a response only, and with nothing if the function says nothing', async () => {
    const { notes, open } = await aSocketRun({ routes, answering: ['$default'] });
    const client = await open();
    client.send('{"topic":"greet","answer":"one way"}');
    await notes.whenThere(2);
    client.send('{}');
    client.send('{"answer":"two ways"}');
    expect(await client.next()).toBe('two ways');
    client.close();
    await client.closed;
    expect(client.unread()).toEqual([]);
  });

  test.each([
    ['fails', routes, '{"fail":"error"}', 'Internal server error'],
    ['answers nonsense', routes, '{"fail":"nonsense"}', 'Internal server error'],
    ['is nowhere', ['$connect', 'greet'], '{"topic":"other"}', 'Forbidden'],
  ])('whose function %s is answered by the gateway', async (_, ways, message, complaint) => {
    const { notes, open } = await aSocketRun({ routes: ways });
    const client = await open();
    client.send(message);
    const { connectionId } = notes.read()[0].requestContext;
    expect(JSON.parse(await client.next())).toEqual({ message: complaint, connectionId, requestId: gatewayId });
  });

  test('of 128 KB is worked; one that is longer, or binary, ends the connection', async () => {
    const { notes, open } = await aSocketRun();
    const ofLength = (length: number) => JSON.stringify({ pad: ''.padEnd(length - 10) });
    const client = await open();
    client.send(ofLength(128 * 1024));
    await notes.whenThere(2);
    client.send(ofLength(128 * 1024 + 1));
    expect((await client.closed).code).toBe(1009);
    const binary = await open();
    binary.send(Buffer.from('{}'));
    expect((await binary.closed).code).toBe(1003);
    const events = await notes.whenThere(5);
    const codes = events.flatMap(({ requestContext }) => requestContext.disconnectStatusCode ?? []);
    expect(codes.sort()).toEqual([1003, 1009]);
  });
});
