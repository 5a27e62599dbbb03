import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { makeAgentSocket } from '../../clients/agent/agent-socket.ts';
import { aSession, fakedTimers } from './a-page.ts';

const second = 1000;
const { WebSocket: originalWebSocket } = globalThis;
const topic = 'lastcall/agent';

/** A WebSocket whose other end is the test. */
class FakeSocket {
  static readonly opened: FakeSocket[] = [];
  onopen = () => {};
  onclose = () => {};
  onmessage = (_: { readonly data: string }) => {};
  readonly sent: unknown[] = [];
  constructor() {
    FakeSocket.opened.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {}
  receive(frameTopic: string, content: object): void {
    this.onmessage({ data: JSON.stringify({ topic: frameTopic, content }) });
  }
}

beforeEach(() => {
  jest.useFakeTimers();
  FakeSocket.opened.length = 0;
  Object.assign(globalThis, { WebSocket: FakeSocket });
});
afterEach(() => {
  jest.useRealTimers();
  Object.assign(globalThis, { WebSocket: originalWebSocket });
});

async function aPage() {
  const frames: unknown[] = [];
  const session = aSession('s1');
  const socket = makeAgentSocket({
    api: { call: async () => ({ type: 'ok', body: { url: 'wss://sockets.example.com' } }), leave() {} },
    timers: fakedTimers,
    notify() {},
    session: () => session,
    isLeader: () => true,
    onFrame: (content) => frames.push(content),
    sendHeartbeat() {},
  });
  return {
    frames,
    pass: (ms: number) => jest.advanceTimersByTimeAsync(ms),
    /** Opens a connection and subscribes. */
    async connect(): Promise<FakeSocket> {
      socket.reconnect();
      await jest.advanceTimersByTimeAsync(0);
      const opened = FakeSocket.opened.at(-1);
      if (!opened) throw new Error('The page has opened no WebSocket');
      opened.onopen();
      opened.receive('aws/subscribe', { status: 'success', topics: [topic] });
      return opened;
    },
  };
}

describe('a connection of a page', () => {
  const deferred = { type: 'LogoutDeferred', sessionId: 's1', at: '2026-11-21T09:31:01.000Z' };
  const cancelled = { type: 'LogoutCancelled', sessionId: 's1' };

  test('over which no logout that waits is sent again ends what was shown of one', async () => {
    const page = await aPage();
    await page.connect();
    await page.pass(19 * second);
    expect(page.frames).toEqual([]);
    await page.pass(10 * 60 * second);
    expect(page.frames).toEqual([cancelled]);
  });

  test('over which a logout that waits is sent again leaves it as it is', async () => {
    const page = await aPage();
    const first = await page.connect();
    first.receive(topic, deferred);
    await page.pass(60 * second);
    expect(page.frames).toEqual([deferred]);
    const again = await page.connect();
    await page.pass(9 * second);
    again.receive(topic, deferred);
    await page.pass(60 * second);
    expect(page.frames).toEqual([deferred, deferred]);
  });

  test('after another one knows only of its own frames', async () => {
    const page = await aPage();
    const first = await page.connect();
    first.receive(topic, deferred);
    await page.connect();
    await page.pass(20 * second);
    expect(page.frames).toEqual([deferred, cancelled]);
  });

  test('that is closed too soon to know says nothing', async () => {
    const page = await aPage();
    await page.connect();
    await page.pass(10 * second);
    const next = await page.connect();
    await page.pass(15 * second);
    expect(page.frames).toEqual([]);
    next.receive(topic, deferred);
    await page.pass(60 * second);
    expect(page.frames).toEqual([deferred]);
  });
});
