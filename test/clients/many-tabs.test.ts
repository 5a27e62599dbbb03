import { expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { aBareDesktop } from './a-bare-desktop.ts';
import { inChromium } from './a-demo.ts';

/** Without either, no tab knows of another, and each has a WebSocket of its own. */
const alone = `
  if (navigator.locks) navigator.locks.request = () => Promise.reject(new DOMException('Denied', 'SecurityError'));
  BroadcastChannel = class { constructor() { throw new DOMException('Denied', 'SecurityError'); } };`;

inChromium('More tabs than a session may have WebSockets', {}, (demo) => {
  test('settle at once: ten keep theirs, the others wait, and all are forced out', async () => {
    const { agentId, url, signIn } = await demo().anAgent({ leaseSeconds: 10 });
    const desktop = await aBareDesktop({ browser: demo().browser, agentId, url, signIn, without: alone });
    const sockets = { opened: 0, closed: 0 };
    let requests = 0;
    desktop.context.on('page', (page) =>
      page.on('websocket', (socket) => {
        sockets.opened += 1;
        socket.on('close', () => (sockets.closed += 1));
      }),
    );
    desktop.context.on('request', (request) => {
      if (request.url().endsWith('/v1/session/connection')) requests += 1;
    });
    for (let tab = 1; tab <= 13; tab += 1) {
      await desktop.openTab();
      await desktop.reported('sessionKept', tab);
      if (tab <= 10) await desktop.reported('connected', tab);
    }
    await eventually(() => (requests >= 13 ? true : undefined));
    // Each tab sends a heartbeat about every three seconds: this takes some fifteen.
    await desktop.reported('heartbeat', desktop.reports('heartbeat').length + 5 * 13);
    expect({ requests, ...sockets }).toEqual({ requests: 13, opened: 10, closed: 0 });
    expect(desktop.reports('disconnected').map(({ event }) => Number(event.retryInMs) >= 60_000)).toEqual([
      true,
      true,
      true,
    ]);
    await demo().call('POST', '/v1/force-logouts', { select: { agentIds: [agentId] }, timing: 'immediate' });
    await desktop.reported('ended', 13);
    await desktop.close();
  });
});
