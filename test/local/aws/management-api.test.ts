import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  GoneException,
  PayloadTooLargeException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { describe, expect, test } from '@jest/globals';
import { credentials, functionCredentials, region } from '../../../local/aws/account.ts';
import type { LocalRun } from '../../../local/aws/start-app.ts';
import { eventually } from '../../support/eventually.ts';
import { aWebSocketApi } from './a-websocket-api.ts';
import { aFunction, anAssembly, aRole } from './an-assembly.ts';
import { aRun, someNotes } from './runs.ts';
import { connect } from './socket-client.ts';

// Notes each event, and the status of a message to the connection while it is being made.
const participant = `
import { appendFileSync } from 'node:fs';
export const handler = async ({ requestContext: { connectionId, eventType, disconnectStatusCode } }) => {
  const url = process.env.SOCKET_URL.replace(/^ws/, 'http') + '/@connections/' + encodeURIComponent(connectionId);
  const posted = eventType === 'CONNECT' ? (await fetch(url, { method: 'POST', body: 'early' })).status : undefined;
  appendFileSync(process.env.NOTES, JSON.stringify({ connectionId, eventType, posted, disconnectStatusCode }) + '\\n');
  return { statusCode: 200 };
};`;

const connections = (method: string) => ({
  'Fn::Join': [
    '',
    ['arn:aws:execute-api:us-east-1:000000000000:', { Ref: 'Sockets' }, `/live/${method}/@connections/*`],
  ],
});

async function aConnectedRun() {
  const notes = someNotes();
  const Resources = {
    Role: aRole([{ Effect: 'Allow', Action: 'execute-api:ManageConnections', Resource: connections('POST') }]),
    Participant: aFunction('participant', {
      NOTES: notes.file,
      SOCKET_URL: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Sockets', 'ApiEndpoint'] }, '/live']] },
    }),
    ...aWebSocketApi({ $connect: 'Participant', $disconnect: 'Participant' }),
  };
  const run = await aRun(anAssembly({ S: { Resources } }, { participant }));
  const client = await connect(`${run.addresses.webSocket}/live`, { 'User-Agent': 'tests' });
  const [{ connectionId, posted }] = notes.read();
  return { run, notes, client, posted, ConnectionId: connectionId };
}

function managerOf(
  { addresses }: LocalRun,
  caller: typeof credentials | ReturnType<typeof functionCredentials> = credentials,
) {
  const endpoint = `${addresses.webSocket.replace(/^ws/, 'http')}/live`;
  return new ApiGatewayManagementApiClient({ region, credentials: caller, endpoint, maxAttempts: 1 });
}

describe('the management API client of the AWS SDK', () => {
  test('sends to a connection, in order', async () => {
    const { run, client, ConnectionId } = await aConnectedRun();
    for (const Data of ['one', 'zwei ü'])
      await managerOf(run).send(new PostToConnectionCommand({ ConnectionId, Data }));
    expect([await client.next(), await client.next()]).toEqual(['one', 'zwei ü']);
  });

  test('describes a connection', async () => {
    const { run, ConnectionId } = await aConnectedRun();
    const { ConnectedAt, LastActiveAt, Identity } = await managerOf(run).send(
      new GetConnectionCommand({ ConnectionId }),
    );
    expect(Identity).toEqual({ SourceIp: '127.0.0.1', UserAgent: 'tests' });
    expect(Number(LastActiveAt)).toBeGreaterThanOrEqual(Number(ConnectedAt));
  });

  test('closes a connection, which is then gone, and $disconnect is invoked', async () => {
    const { run, notes, client, ConnectionId } = await aConnectedRun();
    const manager = managerOf(run);
    await manager.send(new PostToConnectionCommand({ ConnectionId, Data: 'last words' }));
    await manager.send(new DeleteConnectionCommand({ ConnectionId }));
    const late = new PostToConnectionCommand({ ConnectionId, Data: 'late' });
    await expect(manager.send(late)).rejects.toThrow(GoneException);
    await expect(manager.send(new GetConnectionCommand({ ConnectionId }))).rejects.toThrow(GoneException);
    await expect(manager.send(new DeleteConnectionCommand({ ConnectionId }))).rejects.toThrow(GoneException);
    expect(await client.next()).toBe('last words');
    expect(await client.closed).toEqual({ code: 1000, reason: 'Connection Closed Normally' });
    expect((await notes.atLeast(2))[1]).toMatchObject({ eventType: 'DISCONNECT', disconnectStatusCode: 1000 });
  });

  test('gets GoneException after the client has disconnected, and before $connect has accepted the connection', async () => {
    const { run, client, posted, ConnectionId } = await aConnectedRun();
    expect(posted).toBe(410);
    client.vanish();
    await eventually(async () => {
      const sent = managerOf(run).send(new PostToConnectionCommand({ ConnectionId, Data: 'late' }));
      return sent.then(
        () => undefined,
        (error: unknown) => error instanceof GoneException || undefined,
      );
    });
  });

  test('is refused a message over 128 KB and an invalid connection id', async () => {
    const { run, client, ConnectionId } = await aConnectedRun();
    const post = (id: string, bytes: number) =>
      managerOf(run).send(new PostToConnectionCommand({ ConnectionId: id, Data: 'x'.repeat(bytes) }));
    await post(ConnectionId, 128 * 1024);
    expect(await client.next()).toHaveLength(128 * 1024);
    await expect(post(ConnectionId, 128 * 1024 + 1)).rejects.toThrow(PayloadTooLargeException);
    await expect(post('nobody', 1)).rejects.toMatchObject({
      name: 'BadRequestException',
      message: 'Invalid connectionId: nobody',
    });
  });
});

test('a function may manage connections as its role allows, and its requests are recorded', async () => {
  const { run, client, ConnectionId } = await aConnectedRun();
  const manager = managerOf(run, functionCredentials('S-Participant'));
  await manager.send(new PostToConnectionCommand({ ConnectionId, Data: 'allowed' }));
  expect(await client.next()).toBe('allowed');
  const resource = `arn:aws:execute-api:us-east-1:000000000000:S-Sockets/live/DELETE/@connections/${ConnectionId}`;
  await expect(manager.send(new DeleteConnectionCommand({ ConnectionId }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    $metadata: { httpStatusCode: 403 },
    message: `User: arn:aws:sts::000000000000:assumed-role/S-Role/S-Participant is not authorized to perform: execute-api:ManageConnections on resource: ${resource} because no identity-based policy allows the execute-api:ManageConnections action`,
  });
  const use = { functionName: 'S-Participant', action: 'execute-api:ManageConnections' };
  expect(run.usedPermissions()).toEqual([
    { ...use, resource: resource.replace('DELETE', 'POST'), allowed: true },
    { ...use, resource, allowed: false },
  ]);
});
