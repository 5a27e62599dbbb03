import { expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { aBareDesktop, type BareDesktopSettings } from './a-bare-desktop.ts';
import { inChromium } from './a-demo.ts';
import { panelDesktop } from './a-panel.ts';

const noLocks = `if (navigator.locks) navigator.locks.request = () => Promise.reject(new DOMException('Denied', 'SecurityError'));`;
const noStorage = `Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('Denied', 'SecurityError'); } });`;
const noChannel = `BroadcastChannel = class { constructor() { throw new DOMException('Denied', 'SecurityError'); } };`;

inChromium('A page that its browser denies something', {}, (demo) => {
  async function open(settings: Partial<BareDesktopSettings> = {}) {
    const { agentId, signIn, session, url } = await demo().anAgent();
    const desktop = await aBareDesktop({ browser: demo().browser, agentId, url, signIn, ...settings });
    const forceOut = () =>
      demo().call('POST', '/v1/force-logouts', { select: { agentIds: [agentId] }, timing: 'immediate' });
    return { ...desktop, agentId, session, forceOut };
  }

  /** Signs in, is forced out, and ends the session of the panel. */
  async function expectSignInAndForcedLogout(
    desktop: Awaited<ReturnType<typeof open>>,
    openPage: () => Promise<unknown>,
  ): Promise<void> {
    const loggedOut: string[] = [];
    await desktop.context.route('https://panel.example/logout', (route) => {
      loggedOut.push(route.request().url());
      return route.fulfill({ status: 200 });
    });
    await openPage();
    await desktop.reported('connected');
    expect(await desktop.session()).not.toBeNull();
    await desktop.forceOut();
    expect((await desktop.reported('ended')).event).toMatchObject({ cause: 'forced' });
    expect(desktop.reports('offline')).toHaveLength(1);
    expect(desktop.reports('endFailed')).toEqual([]);
    expect(loggedOut).toHaveLength(1);
    await desktop.close();
  }

  test.concurrent.each([
    ['locks', noLocks],
    ['storage', noStorage],
    ['channels between tabs', noChannel],
    ['locks, storage and channels', noLocks + noStorage + noChannel],
    [
      'a name for locks, beacons and channels',
      'delete Navigator.prototype.locks; delete window.BroadcastChannel; delete Navigator.prototype.sendBeacon;',
    ],
  ])('signs in without %s, and a forced logout ends the session of the panel', async (_, without) => {
    const desktop = await open({ without, desktop: panelDesktop });
    await expectSignInAndForcedLogout(desktop, desktop.openTab);
  });

  test.concurrent.each([
    ['the frame of another site, whose storage is partitioned', ''],
    ['a sandboxed frame, which has neither storage nor locks', 'sandbox="allow-scripts"'],
  ])('signs in within %s, and a forced logout ends the session of the panel', async (_, attributes) => {
    const desktop = await open({ desktop: panelDesktop });
    await expectSignInAndForcedLogout(desktop, () => desktop.openFramed(attributes));
  });

  test.concurrent.each([
    ['that beacons are not sent although the browser says so', 'navigator.sendBeacon = () => true;'],
    ['beacons, and says so', 'navigator.sendBeacon = () => false;'],
    ['beacons with an exception', `navigator.sendBeacon = () => { throw new DOMException('Denied'); };`],
    [
      'requests, but not beacons',
      `const { fetch } = window; window.fetch = (url, init) => init?.keepalive ? Promise.reject(new TypeError('Denied')) : fetch(url, init);`,
    ],
    ['nothing, so that the message goes twice,', ''],
  ])('%s ends the session when the page is closed', async (_, without) => {
    const desktop = await open({ without });
    const page = await desktop.openTab();
    await desktop.reported('heartbeat');
    await page.close({ runBeforeUnload: true });
    await eventually(async () => ((await desktop.session()) === null ? true : undefined));
    expect(await demo().endCauses(desktop.agentId)).toEqual(['signedOut']);
    await desktop.close();
  });

  test.concurrent('has a session whose address is that of the browser, not that of the server that signed in', async () => {
    const desktop = await open();
    await desktop.openTab();
    await desktop.reported('heartbeat');
    expect((await desktop.session())?.ipAddress).toBe('127.0.0.1');
    await desktop.close();
  });
});
