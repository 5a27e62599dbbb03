import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { aBareDesktop, type BareDesktopSettings } from './a-bare-desktop.ts';
import { inChromium } from './a-demo.ts';
import { panelDesktop } from './a-panel.ts';

/** The shortest lease. */
const leaseSeconds = 10;

const stateOf = (page: Page) => page.evaluate('(panel.next ?? panel.state).name');

inChromium('A page whose session or request fails', {}, (demo) => {
  async function open(settings: Partial<BareDesktopSettings> = {}, session = {}) {
    const agent = await demo().anAgent(session);
    const { url, signIn, agentId } = agent;
    const desktop = await aBareDesktop({
      browser: demo().browser,
      agentId,
      url,
      signIn,
      desktop: panelDesktop,
      ...settings,
    });
    return { ...agent, ...desktop };
  }

  test.concurrent.each(['Lunch', 'Available'])(
    'because the computer sleeps for longer than the lease comes back in the status chosen last: %s',
    async (chosen) => {
      const automatic: boolean[] = [];
      const { signIn, ...agent } = await demo().anAgent({ leaseSeconds });
      const asked = (how: { readonly isAutomatic: boolean }) => {
        automatic.push(how.isAutomatic);
        return signIn();
      };
      const desktop = await open({ ...agent, signIn: asked });
      const page = await desktop.openTab();
      await desktop.reported('heartbeat');
      await page.evaluate(`panel.choose('${chosen}')`);
      const statusType = chosen === 'Lunch' ? 'CUSTOM' : 'ROUTABLE';
      await demo().call('PATCH', `/v1/agents/${agent.agentId}/session`, { status: chosen, statusType });
      const devTools = await page.context().newCDPSession(page);
      await page.context().setOffline(true);
      await devTools.send('Page.setWebLifecycleState', { state: 'frozen' });
      await eventually(async () => ((await agent.session()) === null ? true : undefined), 40);
      await devTools.send('Page.setWebLifecycleState', { state: 'active' });
      // The centre's server has set the agent offline, and the panel learns that before the page knows of the end.
      await page.evaluate(`panel.choose('Gone home')`);
      await page.context().setOffline(false);
      await desktop.reported('cameBack');
      expect((await agent.session())?.status).toBe(chosen);
      expect(await stateOf(page)).toBe(chosen);
      expect(automatic).toEqual([false, true]);
      await desktop.close();
    },
  );

  test.concurrent('does not bring back an agent who had chosen to be offline', async () => {
    const desktop = await open();
    const page = await desktop.openTab();
    await desktop.reported('heartbeat');
    await page.evaluate(`panel.choose('Gone home')`);
    await page.evaluate('dispatchEvent(new Event("beforeunload"))');
    await desktop.reported('stayed');
    await desktop.reported('cameBack');
    expect(await stateOf(page)).toBe('Gone home');
    await desktop.close();
  });

  test.concurrent('is restored in the status chosen last when the agent stays, long after the session has ended', async () => {
    const desktop = await open();
    const page = await desktop.openTab();
    await desktop.reported('heartbeat');
    await page.evaluate(`panel.choose('Lunch')`);
    await demo().call('PATCH', `/v1/agents/${desktop.agentId}/session`, { status: 'Lunch', statusType: 'CUSTOM' });
    await page.mouse.click(5, 5);
    await page.evaluate('onbeforeunload = (event) => event.preventDefault()');
    const asked = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    const question = await asked;
    await eventually(async () => ((await desktop.session()) === null ? true : undefined));
    // Within ten seconds the session would go on.
    await wait(10_500);
    await question.dismiss();
    await desktop.reported('sessionKept', 2);
    await desktop.reported('cameBack');
    expect((await desktop.session())?.status).toBe('Lunch');
    expect(await stateOf(page)).toBe('Lunch');
    await desktop.close();
  });

  test.concurrent.each([
    ['reports success and changes nothing', 'ignored'],
    ['answers InvalidStateException', 'refused'],
  ])('tries again during a call if Amazon Connect %s', async (_, failing) => {
    const desktop = await open();
    const page = await desktop.openTab();
    await desktop.reported('heartbeat');
    await page.evaluate('panel.takeCall(); dispatchEvent(new Event("beforeunload"))');
    await page.evaluate(`panel.${failing} = 1`);
    expect((await desktop.reported('comeBackFailed')).event).toMatchObject({ attempt: 1 });
    await desktop.reported('cameBack');
    expect(await stateOf(page)).toBe('Available');
    await desktop.close();
  });

  test.concurrent('tells the agent if the status cannot be set again', async () => {
    const desktop = await open();
    const page = await desktop.openTab();
    await desktop.reported('heartbeat');
    await page.evaluate('dispatchEvent(new Event("beforeunload"))');
    await page.evaluate('panel.refused = 9');
    await page.getByRole('alertdialog', { name: 'Your previous status could not be set again' }).waitFor();
    expect(await stateOf(page)).toBe('Gone home');
    await desktop.close();
  });

  test.concurrent('because its sign-in hangs does not hold up the other tabs', async () => {
    const { signIn, ...agent } = await demo().anAgent();
    let first: string | undefined;
    const desktop = await open({
      ...agent,
      signIn: async (_, tab) => {
        first ??= tab;
        return first === tab ? new Promise(() => {}) : signIn();
      },
    });
    await desktop.openTab();
    await eventually(() => first);
    await desktop.openTab();
    const { tab } = await desktop.reported('sessionKept');
    expect(tab).not.toBe(first);
    expect((await desktop.reported('sessionKept', 2)).tab).toBe(first);
    await desktop.close();
  });

  test.concurrent('among twelve tabs leaves one WebSocket to one of them, and all are forced out', async () => {
    const desktop = await open({ desktop: 'undefined' });
    let sockets = 0;
    desktop.context.on('page', (page) => page.on('websocket', () => (sockets += 1)));
    for (let tab = 0; tab < 12; tab += 1) await desktop.openTab();
    await desktop.reported('sessionKept', 12);
    await desktop.reported('connected');
    expect(new Set(desktop.reports('sessionKept').map(({ event }) => event.sessionId)).size).toBe(1);
    await demo().call('POST', '/v1/force-logouts', { select: { agentIds: [desktop.agentId] }, timing: 'immediate' });
    await desktop.reported('ended', 12);
    expect(sockets).toBe(1);
    await desktop.close();
  });

  test.concurrent('keeps its session while Lastcall refuses its heartbeats, and waits for as long as it is asked to', async () => {
    const desktop = await open({ desktop: 'undefined' });
    const page = await desktop.openTab();
    await desktop.reported('heartbeat');
    const headers = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after' };
    const answers = [
      { status: 429, headers: { ...headers, 'retry-after': '3' } },
      { status: 503, headers },
    ];
    const at: number[] = [];
    await page.context().route('**/v1/session/heartbeat', (route) => {
      at.push(Date.now());
      const refusal = answers.shift();
      return refusal ? route.fulfill(refusal) : route.continue();
    });
    await page.evaluate('dispatchEvent(new Event("online"))');
    await desktop.reported('unreachable');
    // What would otherwise send a heartbeat at once waits too.
    await page.evaluate('dispatchEvent(new Event("online"))');
    const heartbeats = desktop.reports('heartbeat').length;
    await desktop.reported('heartbeat', heartbeats + 1);
    const [first = 0, second = 0, third = 0] = at;
    expect(second - first).toBeGreaterThanOrEqual(3000);
    expect(third - second).toBeGreaterThanOrEqual(600);
    expect([desktop.reports('ended'), desktop.reports('sessionLost')]).toEqual([[], []]);
    await desktop.close();
  });
});
