import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { aBareDesktop } from './a-bare-desktop.ts';
import { inChromium } from './a-demo.ts';
import { panelDesktop } from './a-panel.ts';
import { startChromium } from './chromium.ts';

/** The shortest lease. A page that is left ends its session sooner, and can resume it for ten seconds. */
const leaseSeconds = 10;

/** A page that holds a lock or a WebSocket is not cached, but loaded again. */
const cacheable = `
  if (navigator.locks) navigator.locks.request = () => Promise.reject(new DOMException('Denied', 'SecurityError'));
  WebSocket = class { send() {} close() {} };`;

/** Goes to another page of the site, and presses Back: Playwright waits for a page that loads, and a cached one does not. */
async function goAway(page: Page) {
  await page.evaluate('mark = "the same page"');
  const devTools = await page.context().newCDPSession(page);
  await page.goto(new URL('/elsewhere', page.url()).href);
  return {
    async comeBack(): Promise<void> {
      const { currentIndex, entries } = await devTools.send('Page.getNavigationHistory');
      const entryId = entries[currentIndex - 1]?.id ?? 0;
      void devTools.send('Page.navigateToHistoryEntry', { entryId });
      await eventually(() => (page.url().endsWith('/desktop') ? true : undefined));
      expect(await page.evaluate('mark')).toBe('the same page');
    },
  };
}

inChromium('A page that was in the back/forward cache', {}, (demo) => {
  let browser: Browser;
  beforeAll(async () => {
    const server = await startChromium({ keepsLeftPages: true });
    browser = await chromium.connect(server.wsEndpoint());
    browser.on('disconnected', () => void server.close());
  });
  afterAll(() => browser.close());

  async function open(chosen: string) {
    const agent = await demo().anAgent({ leaseSeconds });
    const automatic: boolean[] = [];
    const signIn = ({ isAutomatic }: { readonly isAutomatic: boolean }) => {
      automatic.push(isAutomatic);
      return agent.signIn();
    };
    const { agentId, url, session } = agent;
    const desktop = await aBareDesktop({ browser, agentId, url, signIn, desktop: panelDesktop, without: cacheable });
    const page = await desktop.openTab();
    await desktop.reported('heartbeat');
    await page.evaluate(`panel.choose('${chosen}')`);
    if (chosen === 'Lunch') {
      await demo().call('PATCH', `/v1/agents/${agentId}/session`, { status: 'Lunch', statusType: 'CUSTOM' });
    }
    await page.evaluate('panel.asked = []');
    return { ...desktop, page, session, automatic };
  }

  test.concurrent('and comes back within the lease goes on with its session, in the status chosen last', async () => {
    const { page, session, automatic, ...desktop } = await open('Lunch');
    const { sessionId } = (await session()) ?? {};
    const { comeBack } = await goAway(page);
    await comeBack();
    await desktop.reported('stayed');
    await desktop.reported('cameBack');
    expect(await session()).toMatchObject({ sessionId, status: 'Lunch' });
    expect(await page.evaluate('[panel.state.name, panel.asked]')).toEqual(['Lunch', ['Gone home', 'Lunch']]);
    expect(automatic).toEqual([false]);
    await desktop.close();
  });

  test.concurrent('and comes back long after its session has ended signs in again, in the status chosen last', async () => {
    const { page, session, automatic, ...desktop } = await open('Lunch');
    const { comeBack } = await goAway(page);
    await eventually(async () => ((await session()) === null ? true : undefined));
    // Within ten seconds the session would go on.
    await wait(10_500);
    await comeBack();
    await desktop.reported('sessionKept', 2);
    await desktop.reported('cameBack');
    expect(await session()).toMatchObject({ status: 'Lunch' });
    expect(await page.evaluate('panel.state.name')).toBe('Lunch');
    expect(await page.evaluate('panel.asked')).not.toContain('Available');
    expect(automatic).toEqual([false, true]);
    await desktop.close();
  });

  test.concurrent('leaves an agent offline who had chosen to be, whenever it comes back', async () => {
    const { page, session, ...desktop } = await open('Gone home');
    const { comeBack } = await goAway(page);
    await eventually(async () => ((await session()) === null ? true : undefined));
    await wait(10_500);
    await comeBack();
    await desktop.reported('sessionKept', 2);
    await desktop.reported('cameBack');
    expect(await page.evaluate('panel.state.name')).toBe('Gone home');
    expect(await page.evaluate('panel.asked')).not.toContain('Available');
    await desktop.close();
  });
});
