import { createServer } from 'node:http';
import { afterEach, expect, test } from '@jest/globals';
import { close, listen } from '../../../local/aws/http-server.ts';
import { AccessControl } from '../../../local/aws/permissions/access-control.ts';
import type { SocketApi } from '../../../local/aws/websocket/socket-api.ts';
import { openSocketGateway } from '../../../local/aws/websocket/socket-gateway.ts';
import { connect } from './socket-client.ts';

const api: SocketApi = {
  apiId: 'api',
  stage: 'live',
  routeField: ['topic'],
  routes: [
    {
      routeKey: '$connect',
      integration: { type: 'function', functionName: 'participant', timeoutMillis: 1000 },
      returnsResponse: false,
    },
  ],
};

const server = createServer();
afterEach(() => close(server));

test('a handshake whose function cannot be invoked is answered with 500, and the reason is logged', async () => {
  const lines: string[] = [];
  const gateway = openSocketGateway({
    api,
    now: Date.now,
    access: new AccessControl(() => {}),
    inFlight: { left: [], begin: () => {}, end: () => {} },
    log: (line) => lines.push(line),
    invoke: () => Promise.reject(new Error('no more threads')),
  });
  const url = await listen(server.on('upgrade', gateway.upgrade), 0, 'a test');
  await expect(connect(`${url.replace('http', 'ws')}/live`)).rejects.toMatchObject({
    status: 500,
    body: '{"message":"Internal server error"}',
  });
  expect(lines).toEqual(['The WebSocket API failed: Error: no more threads']);
});

test('a connection that an earlier run has left is disconnected, and is in flight until its function has ended', async () => {
  const left = {
    connectionId: 'c1',
    connectedAt: 0,
    apiId: 'a',
    stage: 'live',
    domainName: 'd',
    identity: { sourceIp: '127.0.0.1' },
  };
  const events: unknown[] = [];
  const gateway = openSocketGateway({
    api: { ...api, routes: api.routes.map((route) => ({ ...route, routeKey: '$disconnect' })) },
    now: Date.now,
    access: new AccessControl(() => {}),
    inFlight: { left: [{ id: 'c1', work: left }], begin: () => {}, end: (id) => void events.push(`ended ${id}`) },
    log: (line) => events.push(line),
    async invoke(_, event) {
      const { eventType, connectionId, disconnectStatusCode } = JSON.parse(event).requestContext;
      events.push([eventType, connectionId, disconnectStatusCode]);
      return { failed: false, payload: '{"statusCode":200}' };
    },
  });
  gateway.resume();
  await gateway.stop();
  expect(events).toEqual([['DISCONNECT', 'c1', 1006], 'ended c1']);
});
