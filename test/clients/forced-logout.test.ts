import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { closeWindow, says } from './a-desk.ts';
import { type Desks, startDesks } from './desks.ts';
import { forcedOut, press } from './dialogs.ts';
import { inChromium } from './in-chromium.ts';

/** What the page is told when its WebSocket is open. */
const listening = 'What supervisors order is told at once.';
/** What it is told when there is nothing more to do. */
const over = 'It is over (cause 257).';

const message = 'The shift is over. <b>Thank you!</b>';

inChromium('An agent whom a supervisor forces out', () => {
  let desks: Desks;
  beforeAll(async () => {
    desks = await startDesks();
  });
  afterAll(async () => {
    await desks.stop();
    expect(desks.failures).toEqual([]);
  });

  const forceOut = (agentId: string, timing: 'immediate' | 'afterContact') =>
    desks.call('POST', '/v1/force-logouts', {
      select: { agentIds: [agentId] },
      timing,
      reason: 'Closing time',
      message,
    });

  test('while idle reads the message and the reason, goes offline, and is out of the contact control panel', async () => {
    const { page, agentId, connectLog, whenInConnect } = await desks.aDesk();
    await says(page, listening);
    await forceOut(agentId, 'immediate');
    await forcedOut(page).getByText(message, { exact: true }).waitFor();
    await forcedOut(page).getByText('Closing time').waitFor();
    await says(page, over);
    await whenInConnect('Gone home');
    expect((await connectLog()).map(({ type }) => type)).toEqual(['putAgentState', 'logout', 'terminate']);
    expect(await desks.endingsOf(agentId)).toEqual([257]);
    await closeWindow(page);
  });

  test('in the middle of a call goes offline in Amazon Connect when the call there has ended', async () => {
    const { page, agentId, takeCall, endCall, whenInConnect, whenSignedOut } = await desks.aDesk();
    await takeCall();
    await forceOut(agentId, 'immediate');
    await whenSignedOut();
    await says(page, over);
    await whenInConnect('Busy');
    await endCall();
    await whenInConnect('Gone home');
  });

  test('after the contact sees a notice of it until the call has ended', async () => {
    const { page, agentId, takeCall, endCall, session, whenInConnect } = await desks.aDesk();
    await takeCall();
    await says(page, listening);
    await forceOut(agentId, 'afterContact');
    const notice = page.getByRole('status').filter({ hasText: message });
    await notice.waitFor();
    expect((await session())?.status).toBe('In-call');
    await endCall();
    await forcedOut(page).waitFor();
    await notice.waitFor({ state: 'detached' });
    await whenInConnect('Gone home');
    expect(await desks.endingsOf(agentId)).toEqual([257]);
  });

  test('is not signed in anew by reloading the page during the countdown', async () => {
    const { page, agentId, session, connectLog } = await desks.aDesk({ countdownSeconds: 5 });
    await says(page, listening);
    await forceOut(agentId, 'immediate');
    await forcedOut(page).getByText(message, { exact: true }).waitFor();
    await page.reload();
    await forcedOut(page).getByText(message, { exact: true }).waitFor();
    await says(page, over);
    expect(await session()).toBeNull();
    expect((await connectLog()).map(({ type }) => type)).toContain('terminate');
    expect(desks.happenedTo(agentId).filter((type) => type === 'AgentSignedIn')).toHaveLength(1);
  });

  test('hears of it with the next heartbeat where no WebSocket gets through, and is not signed in anew', async () => {
    const { page, agentId, session } = await desks.aDesk({ leaseSeconds: 10, hasWebSockets: false });
    await forceOut(agentId, 'immediate');
    await says(page, over);
    await press(forcedOut(page), 'OK');
    await closeWindow(page);
    expect(await session()).toBeNull();
    expect(await desks.endingsOf(agentId)).toEqual([257]);
  });
});
