import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { afterEach, describe, expect, test } from '@jest/globals';
import { makeMemorySockets } from '#adapters/memory/sockets.ts';
import { makeSockets } from '#adapters/websocket/sockets.ts';
import { socketsContract } from '../../contracts/sockets.contract.ts';
import { type HttpService, type ReceivedRequest, startHttpService } from '../../support/http-service.ts';
import { onThisMachine } from '../../support/json-service.ts';

let gateway: HttpService | undefined;
afterEach(() => gateway?.stop());

type Refusals = Readonly<Record<string, { readonly status: number; readonly type: string; readonly message: string }>>;

/** The management API of a gateway whose connections lie in memory, and which refuses some ids. */
async function aGateway(refusals: Refusals = {}) {
  const connections = makeMemorySockets();
  gateway = await startHttpService(({ method, path, body }) => {
    const id = decodeURIComponent(path.split('/').at(-1) ?? '');
    const refused = refusals[id];
    if (refused) return refusal(refused);
    if (!connections.isOpen(id)) return refusal({ status: 410, type: 'GoneException', message: 'Gone' });
    if (method === 'POST') void connections.send([id], body);
    if (method === 'DELETE') void connections.close([id]);
    return { status: method === 'POST' ? 200 : 204 };
  });
  const endpoint = `${gateway.endpoint}/live`;
  const client = new ApiGatewayManagementApiClient({ ...onThisMachine(endpoint), maxAttempts: 1 });
  return { ...connections, ...makeSockets({ client }), requests: gateway.requests };
}

const refusal = ({ status, type, message }: Refusals[string]) => ({
  status,
  headers: { 'x-amzn-errortype': type },
  body: JSON.stringify({ message }),
});

describe('sockets behind an API Gateway', () => {
  socketsContract(aGateway);

  const lines = (requests: readonly ReceivedRequest[]) => requests.map(({ method, path }) => `${method} ${path}`);

  test('are reached under the stage of the gateway', async () => {
    const sockets = await aGateway();
    await sockets.send(['L0SM9cOFvHcCIhw='], 'one');
    await sockets.close(['L0SM9cOFvHcCIhw=']);
    expect(lines(sockets.requests)).toEqual([
      'POST /live/@connections/L0SM9cOFvHcCIhw%3D',
      'DELETE /live/@connections/L0SM9cOFvHcCIhw%3D',
    ]);
  });

  test('are gone when the gateway cannot read their id', async () => {
    const message = 'Invalid connectionId: old';
    const sockets = await aGateway({ old: { status: 400, type: 'BadRequestException', message } });
    expect(await sockets.send(['old', 'new'], 'one')).toEqual(['old']);
    await sockets.close(['old']);
  });

  test.each([
    { status: 400, type: 'BadRequestException', message: 'Something else' },
    { status: 403, type: 'ForbiddenException', message: 'No' },
    { status: 413, type: 'PayloadTooLargeException', message: 'Large' },
    { status: 500, type: 'InternalServerError', message: 'Down' },
  ])('that could not be reached fail the sending, but no other connection: $type', async (fault) => {
    const sockets = await aGateway({ bad: fault });
    await expect(sockets.send(['bad', 'good'], 'one')).rejects.toMatchObject({ name: fault.type });
    expect(sockets.framesOf('good')).toEqual(['one']);
    await expect(sockets.close(['bad', 'good'])).rejects.toMatchObject({ name: fault.type });
    expect(sockets.isOpen('good')).toBe(false);
  });
});
