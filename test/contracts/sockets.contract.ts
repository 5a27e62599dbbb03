import { expect, test } from '@jest/globals';
import type { MemorySockets } from '#adapters/memory/sockets.ts';
import type { Report } from '#core/ports.ts';

/** What every Sockets promises. The suite looks at the connections from their other end. */
export function socketsContract(open: (report: Report) => Promise<MemorySockets>) {
  const opened = async () => {
    const reports: string[] = [];
    const sockets = await open((fault) => reports.push(fault));
    return { ...sockets, reports };
  };
  const ids = (n: number) => Array.from({ length: n }, (_, index) => `connection-${index}=`);

  test('sends a frame to each connection', async () => {
    const sockets = await opened();
    expect(await sockets.send(ids(25), ['one'])).toEqual([]);
    expect(await sockets.send(ids(1), ['{"text":"Grüße, 世界"}'])).toEqual([]);
    for (const id of ids(25).slice(1)) expect(sockets.framesOf(id)).toEqual(['one']);
    expect(sockets.framesOf('connection-0=')).toEqual(['one', '{"text":"Grüße, 世界"}']);
  });

  test('sends several frames in order, and none after one that was lost', async () => {
    const sockets = await opened();
    const [a = '', b = ''] = ids(2);
    sockets.lose(b);
    expect(await sockets.send([a, b], ['one', 'two'])).toEqual([b]);
    expect([a, b].map((id) => sockets.framesOf(id))).toEqual([['one', 'two'], []]);
  });

  test('sends nothing when there is no connection', async () => {
    expect(await (await opened()).send([], ['one'])).toEqual([]);
  });

  test('returns the connections that are gone, and sends to the others', async () => {
    const sockets = await opened();
    const [a = '', b = '', c = ''] = ids(3);
    sockets.lose(b);
    expect(await sockets.send([a, b, c], ['one'])).toEqual([b]);
    expect([a, b, c].map((id) => sockets.framesOf(id))).toEqual([['one'], [], ['one']]);
  });

  test('closes connections, also when one of them is gone', async () => {
    const sockets = await opened();
    const [a = '', b = '', c = ''] = ids(3);
    sockets.lose(b);
    expect(await sockets.close([a, b])).toEqual([]);
    expect([a, b, c].map(sockets.isOpen)).toEqual([false, false, true]);
    expect(await sockets.send([a, b, c], ['one'])).toEqual([a, b]);
  });

  test('reports a connection that cannot be reached, does not count it as gone, and sends to the others', async () => {
    const sockets = await opened();
    const [a = '', b = '', c = ''] = ids(3);
    sockets.stall(b);
    expect(await sockets.send([a, b, c], ['one'])).toEqual([]);
    expect([a, b, c].map((id) => sockets.framesOf(id))).toEqual([['one'], [], ['one']]);
    expect(sockets.reports).toHaveLength(1);
  });

  test('says which connections are gone, and which could not be reached', async () => {
    const sockets = await opened();
    const [a = '', b = '', c = ''] = ids(3);
    sockets.lose(b);
    sockets.stall(c);
    expect(await sockets.deliver([a, b, c], ['one', 'two'])).toEqual({ gone: [b], unreached: [c] });
    expect(sockets.framesOf(a)).toEqual(['one', 'two']);
    expect(await sockets.deliver([], ['one'])).toEqual({ gone: [], unreached: [] });
  });

  test('closes the others when one cannot be reached, and reports it', async () => {
    const sockets = await opened();
    const [a = '', b = '', c = ''] = ids(3);
    sockets.stall(b);
    expect(await sockets.close([a, b, c])).toEqual([b]);
    expect([a, b, c].map(sockets.isOpen)).toEqual([false, true, false]);
    expect(sockets.reports).toHaveLength(1);
  });

  test('does not report connections that are gone', async () => {
    const sockets = await opened();
    const [a = ''] = ids(1);
    sockets.lose(a);
    await sockets.send([a], ['one']);
    await sockets.close([a]);
    expect(sockets.reports).toEqual([]);
  });
}
