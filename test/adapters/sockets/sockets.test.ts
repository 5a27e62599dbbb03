import { afterEach, describe, expect, test } from '@jest/globals';
import { makeMemorySockets } from '#adapters/memory/sockets.ts';
import { makeManagementClient, makeSockets } from '#adapters/sockets/sockets.ts';
import type { Report } from '#core/ports.ts';
import { socketsContract } from '../../contracts/sockets.contract.ts';
import { type HttpService, type ReceivedRequest, startHttpService } from '../../support/http-service.ts';
import { onThisMachine } from '../../support/json-service.ts';

let gateway: HttpService | undefined;
afterEach(() => gateway?.stop());

interface Refusal {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

const down: Refusal = { status: 500, type: 'InternalServerError', message: 'Down' };

/** The management API of a gateway with connections in memory. It refuses some ids, and never answers for `silent`. */
async function aGateway(report: Report, refusals: Readonly<Record<string, Refusal>> = {}) {
  const connections = makeMemorySockets();
  const stalled = new Set<string>();
  gateway = await startHttpService(({ method, path, body }) => {
    const id = decodeURIComponent(path.split('/').at(-1) ?? '');
    if (id === 'silent') return undefined;
    const refused = stalled.has(id) ? down : refusals[id];
    if (refused) return refusal(refused);
    if (!connections.isOpen(id)) return refusal({ status: 410, type: 'GoneException', message: 'Gone' });
    if (method === 'POST') void connections.send([id], [body]);
    if (method === 'DELETE') void connections.close([id]);
    return { status: method === 'POST' ? 200 : 204 };
  });
  const client = makeManagementClient(onThisMachine(`${gateway.endpoint}/live`));
  const sockets = makeSockets({ client, report });
  return { ...connections, ...sockets, stall: (id: string) => stalled.add(id), requests: gateway.requests };
}

const refusal = ({ status, type, message }: Refusal) => ({
  status,
  headers: { 'x-amzn-errortype': type },
  body: JSON.stringify({ message }),
});

describe('sockets behind an API Gateway', () => {
  socketsContract(aGateway);

  const lines = (requests: readonly ReceivedRequest[]) => requests.map(({ method, path }) => `${method} ${path}`);

  /** A gateway with the names of the reported errors. */
  async function opened(refusals: Readonly<Record<string, Refusal>> = {}) {
    const faults: unknown[] = [];
    const sockets = await aGateway((_, error) => faults.push(error instanceof Error ? error.name : error), refusals);
    return { ...sockets, faults };
  }

  test('are reached under the stage of the gateway', async () => {
    const sockets = await opened();
    await sockets.send(['L0SM9cOFvHcCIhw='], ['one']);
    await sockets.close(['L0SM9cOFvHcCIhw=']);
    expect(lines(sockets.requests)).toEqual([
      'POST /live/@connections/L0SM9cOFvHcCIhw%3D',
      'DELETE /live/@connections/L0SM9cOFvHcCIhw%3D',
    ]);
  });

  test('count as gone when the gateway cannot parse their id', async () => {
    const message = 'Invalid connectionId: old';
    const sockets = await opened({ old: { status: 400, type: 'BadRequestException', message } });
    expect(await sockets.send(['old', 'new'], ['one'])).toEqual(['old']);
    await sockets.close(['old']);
    expect(sockets.faults).toEqual([]);
  });

  test.each([
    { status: 400, type: 'BadRequestException', message: 'Something else' },
    { status: 403, type: 'ForbiddenException', message: 'No' },
    { status: 413, type: 'PayloadTooLargeException', message: 'Large' },
    down,
  ])('that could not be reached are reported with the error, and do not count as gone: $type', async (fault) => {
    const sockets = await opened({ bad: fault });
    expect(await sockets.send(['bad', 'good'], ['one'])).toEqual([]);
    await sockets.close(['bad', 'good']);
    expect(sockets.faults).toEqual([fault.type, fault.type]);
  });

  test('are given up after the second attempt when the gateway does not answer', async () => {
    const sockets = await opened();
    expect(await sockets.send(['silent', 'good'], ['one'])).toEqual([]);
    expect(sockets.framesOf('good')).toEqual(['one']);
    expect(sockets.faults).toEqual([expect.stringMatching(/^(TimeoutError|AbortError)$/)]);
    expect(lines(sockets.requests).filter((line) => line.endsWith('/silent'))).toHaveLength(2);
  });

  test('that do not answer hold nobody up: all are given up after a second', async () => {
    const sockets = await opened();
    const silent = Array.from({ length: 120 }, () => 'silent');
    expect(await sockets.send([...silent, 'good'], ['one', 'two'])).toEqual([]);
    expect(sockets.faults).toHaveLength(silent.length + 1);
  });
});
