import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { aBareDesktop } from './a-bare-desktop.ts';
import { inChromium } from './a-demo.ts';
import { panelDesktop } from './a-panel.ts';
import { closeWindow, forcedLogoutDialog, logged, press } from './an-agent-window.ts';

const connected = 'WebSocket connected.';
const ended = 'The session has ended (cause forced).';

const message = 'The shift is over. <b>Thank you!</b>';

inChromium('An agent whom a supervisor forces out', {}, (demo) => {
  const forceOut = (agentId: string, timing: 'immediate' | 'afterContact', more: object = {}) =>
    demo().call('POST', '/v1/force-logouts', {
      ...{ select: { agentIds: [agentId] }, timing, ...more },
      reason: 'Closing time',
      message,
    });

  test.concurrent('while idle reads message and reason, goes offline, and is logged out of the control panel', async () => {
    const { page, agentId, connectLog, whenInConnect } = await demo().anAgentWindow();
    await logged(page, connected);
    await forceOut(agentId, 'immediate');
    await forcedLogoutDialog(page).getByText(message, { exact: true }).waitFor();
    await forcedLogoutDialog(page).getByText('Closing time').waitFor();
    await logged(page, ended);
    await whenInConnect('Gone home');
    expect((await connectLog()).map(({ type }) => type)).toEqual(['putAgentState', 'logout', 'terminate']);
    expect(await demo().endCauses(agentId)).toEqual(['forced']);
    await closeWindow(page);
  });

  test.concurrent('at once during a call goes offline in Amazon Connect when the call there has ended', async () => {
    const { page, agentId, takeCall, endCall, whenInConnect, whenSignedOut } = await demo().anAgentWindow();
    await takeCall();
    await forceOut(agentId, 'immediate');
    await whenSignedOut();
    await logged(page, ended);
    await whenInConnect('Busy');
    await endCall();
    await whenInConnect('Gone home');
  });

  test.concurrent('after the contact sees a notice until the call has ended, and is not signed in during the hold', async () => {
    const { page, agentId, takeCall, endCall, session, whenInConnect } = await demo().anAgentWindow();
    await takeCall();
    await logged(page, connected);
    await forceOut(agentId, 'afterContact', { deadlineMinutes: 5, onDeadline: 'force', holdMinutes: 30 });
    const notice = page.getByRole('status').filter({ hasText: message });
    await notice.getByText(/^At the latest in [345] minutes$/).waitFor();
    await logged(page, /after the contact, which is forced in \d+ s[.]$/);
    expect((await session())?.status).toBe('In-call');
    await endCall();
    await forcedLogoutDialog(page).waitFor();
    await notice.waitFor({ state: 'detached' });
    await whenInConnect('Gone home');
    expect(await demo().endCauses(agentId)).toEqual(['forced']);
    await logged(page, /^The agent may sign in again at /);
    await page.reload();
    await logged(page, /^The agent cannot sign in until /);
    expect(await session()).toBeNull();
  });

  test.concurrent('is not signed in again by reloading the page during the countdown', async () => {
    const { page, agentId, session, connectLog } = await demo().anAgentWindow({ countdownSeconds: 5 });
    await logged(page, connected);
    await forceOut(agentId, 'immediate');
    await forcedLogoutDialog(page).getByText(message, { exact: true }).waitFor();
    await page.reload();
    await forcedLogoutDialog(page).getByText(message, { exact: true }).waitFor();
    await logged(page, ended);
    expect(await session()).toBeNull();
    expect((await connectLog()).map(({ type }) => type)).toContain('terminate');
    expect(
      demo()
        .eventTypes(agentId)
        .filter((type) => type === 'AgentSignedIn'),
    ).toHaveLength(1);
  });

  type Desktop = Awaited<ReturnType<typeof aBareDesktop>>;
  test.concurrent.each<[string, (desktop: Desktop, page: Page) => Promise<unknown>]>([
    ['another page of the desktop', (desktop, page) => desktop.goToOtherPage(page)],
    ['the page before', (_, page) => page.goBack()],
    ['a new tab', (desktop) => desktop.openTab()],
  ])('is not signed in again by %s during the countdown', async (_, open) => {
    const { signIn, ...agent } = await demo().anAgent();
    let signIns = 0;
    const counted = () => {
      signIns += 1;
      return signIn();
    };
    const settings = { browser: demo().browser, ...agent, signIn: counted, desktop: panelDesktop, countdownSeconds: 8 };
    const desktop = await aBareDesktop(settings);
    await desktop.context.route('https://panel.example/logout', (route) => route.fulfill({ status: 200 }));
    const page = await desktop.openTab();
    await desktop.reported('heartbeat');
    await desktop.goToOtherPage(page);
    const { length } = desktop.reports('connected');
    await desktop.reported('connected', length + 1);
    await forceOut(agent.agentId, 'immediate');
    await desktop.reported('logoutForced');
    await open(desktop, page);
    await desktop.reported('logoutForced', 2);
    await desktop.reported('ended');
    expect(await agent.session()).toBeNull();
    expect(signIns).toBe(1);
    expect(desktop.reports('sessionLost')).toEqual([]);
    await desktop.close();
  });

  test.concurrent('without a WebSocket is forced out by the next heartbeat, and not signed in again', async () => {
    const { page, agentId, session } = await demo().anAgentWindow({ leaseSeconds: 10, hasWebSockets: false });
    await forceOut(agentId, 'immediate');
    await logged(page, ended);
    await press(forcedLogoutDialog(page), 'OK');
    await closeWindow(page);
    expect(await session()).toBeNull();
    expect(await demo().endCauses(agentId)).toEqual(['forced']);
  });
});
