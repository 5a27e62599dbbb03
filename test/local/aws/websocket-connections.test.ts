import { describe, expect, test } from '@jest/globals';
import { aSocketRun } from './a-socket-run.ts';
import { connect, type SocketClient } from './socket-client.ts';

const gatewayId = expect.stringMatching(/^[\w-]{15}=$/);

describe('a handshake', () => {
  test('is passed to the authorizer and then to $connect, with the context of the authorizer', async () => {
    const { run, notes, url } = await aSocketRun();
    await connect(`${url}?token=ann&x=1&x=2`, { 'X-Kind': 'Test', 'User-Agent': 'tests' });
    const [event] = notes.read();
    const { event: authorizerEvent, ...context } = event.requestContext.authorizer;
    expect(context).toEqual({ principalId: 'ann', turns: '3' });
    const request = {
      headers: { 'X-Kind': 'Test' },
      multiValueHeaders: { 'X-Kind': ['Test'] },
      queryStringParameters: { token: 'ann', x: '2' },
      multiValueQueryStringParameters: { token: ['ann'], x: ['1', '2'] },
    };
    const requestContext = {
      routeKey: '$connect',
      eventType: 'CONNECT',
      messageDirection: 'IN',
      connectionId: gatewayId,
      requestId: gatewayId,
      connectedAt: expect.any(Number),
      requestTimeEpoch: expect.any(Number),
      requestTime: expect.stringMatching(/^\d+\/\w+\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      stage: 'live',
      apiId: 'S-Sockets',
      domainName: run.addresses.webSocket.replace('ws://', ''),
      identity: { sourceIp: '127.0.0.1', userAgent: 'tests' },
    };
    expect(event).toMatchObject({ ...request, requestContext, isBase64Encoded: false });
    expect(JSON.parse(authorizerEvent)).toMatchObject({
      type: 'REQUEST',
      methodArn: 'arn:aws:execute-api:us-east-1:000000000000:S-Sockets/live/$connect',
      ...request,
      requestContext,
    });
  });

  test.each([
    ['without its identity source', '', 401, 'Unauthorized', []],
    ['that the authorizer calls unauthorized', '?token=none', 401, 'Unauthorized', []],
    ['that a policy denies', '?token=bad', 403, 'Forbidden', []],
    ['with a malformed response of the authorizer', '?token=broken', 500, 'Internal server error', []],
    ['that $connect refuses', '?token=ann&full=yes', 409, 'Conflict', ['CONNECT']],
  ])('%s is refused, and $disconnect is not invoked', async (_, query, status, message, eventTypes) => {
    const { notes, url, open } = await aSocketRun();
    const refusal = await connect(`${url}${query}`).catch((error) => error);
    expect(refusal.status).toBe(status);
    expect(JSON.parse(refusal.body)).toEqual({ message, connectionId: gatewayId, requestId: gatewayId });
    (await open()).close();
    const events = await notes.atLeast(eventTypes.length + 2);
    expect(events.map(({ requestContext }) => requestContext.eventType)).toEqual([
      ...eventTypes,
      'CONNECT',
      'DISCONNECT',
    ]);
  });

  test('at another path than the stage is forbidden', async () => {
    const { run } = await aSocketRun();
    await expect(connect(`${run.addresses.webSocket}/other?token=ann`)).rejects.toMatchObject({ status: 403 });
  });
});

describe('the end of a connection', () => {
  test.each([
    ['a close', (client: SocketClient) => client.close(4000, 'enough'), 4000, 'enough'],
    [
      'a close without a status',
      (client: SocketClient) => client.close(),
      1005,
      'Client-side close frame status not set',
    ],
    ['a lost connection', (client: SocketClient) => client.vanish(), 1006, ''],
  ])('by %s invokes $disconnect with the context of the authorizer', async (_, end, code, reason) => {
    const { notes, open } = await aSocketRun();
    end(await open());
    const [connected, event] = await notes.atLeast(2);
    expect(event).toMatchObject({
      requestContext: {
        routeKey: '$disconnect',
        eventType: 'DISCONNECT',
        connectionId: connected.requestContext.connectionId,
        connectedAt: connected.requestContext.connectedAt,
        disconnectStatusCode: code,
        disconnectReason: reason,
        authorizer: connected.requestContext.authorizer,
      },
    });
  });

  test('by the end of the run closes the client and invokes $disconnect too', async () => {
    const { run, notes, open } = await aSocketRun();
    const client = await open();
    await run.stop();
    expect(await client.closed).toEqual({ code: 1001, reason: 'Going away' });
    expect(notes.read().map(({ requestContext }) => requestContext.disconnectStatusCode)).toEqual([undefined, 1001]);
  });
});
