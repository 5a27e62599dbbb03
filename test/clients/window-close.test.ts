import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { inChromium } from './a-demo.ts';
import { closeWindow, logged, tryToClose, whenSignedIn } from './an-agent-window.ts';

inChromium('An agent who closes a window', {}, (demo) => {
  test.concurrent('is signed out without a question', async () => {
    const { page, agentId, whenSignedOut } = await demo().anAgentWindow();
    const questions: string[] = [];
    page.on('dialog', (dialog) => {
      questions.push(dialog.type());
      return dialog.accept();
    });
    await closeWindow(page);
    await whenSignedOut();
    expect(await demo().endCauses(agentId)).toEqual(['signedOut']);
    expect(questions).toEqual([]);
  });

  test.concurrent('during a call is signed out when the call has ended', async () => {
    const { page, agentId, takeCall, endCall, whenSignedOut } = await demo().anAgentWindow();
    await takeCall();
    await closeWindow(page);
    await endCall();
    await whenSignedOut();
    expect(await demo().endCauses(agentId)).toEqual(['signedOut']);
  });

  test.concurrent('stays signed in while another tab is open, and is signed out when the last tab closes', async () => {
    const { page, agentId, openTab, session, whenSignedOut } = await demo().anAgentWindow();
    const { sessionId } = (await session()) ?? {};
    const second = await openTab();
    await closeWindow(page);
    // The first tab has announced that it closes.
    await logged(second, 'Heartbeat sent.', 2);
    expect((await session())?.sessionId).toBe(sessionId);
    await closeWindow(second);
    await whenSignedOut();
    expect(await demo().endCauses(agentId)).toEqual(['signedOut']);
  });

  test.concurrent('keeps session and status if it was only a reload', async () => {
    const { page, agentId, session, whenInConnect } = await demo().anAgentWindow();
    const { sessionId } = (await session()) ?? {};
    await page.frameLocator('#ccp iframe').getByLabel('Status').selectOption('Lunch');
    await whenInConnect('Lunch');
    await page.reload();
    await whenSignedIn(page);
    await logged(page, 'The session goes on.');
    await whenInConnect('Lunch');
    expect((await session())?.sessionId).toBe(sessionId);
    // A reload of more than a second ends the session; the new page resumes it.
    expect(demo().lastSignInOrOut(agentId)).toBe('AgentSignedIn');
  });

  test.concurrent('is not set online again while the browser asks, and is signed out after choosing to leave', async () => {
    const { page, agentId, connectLog, whenSignedOut } = await demo().anAgentWindow();
    await page.evaluate('addEventListener("beforeunload", (event) => event.preventDefault())');
    const asked = page.waitForEvent('dialog');
    const closed = page.waitForEvent('close');
    await tryToClose(page);
    const question = await asked;
    // Longer than a page waits when the browser does not ask.
    await wait(2500);
    await question.accept();
    await closed;
    await whenSignedOut();
    expect(await demo().endCauses(agentId)).toEqual(['signedOut']);
    const states = (await connectLog()).filter(({ type }) => type === 'putAgentState');
    expect(states.map(({ name }) => name)).toEqual(['Gone home']);
  });

  test.concurrent('keeps session and status after choosing to stay', async () => {
    const { page, agentId, session, whenInConnect } = await demo().anAgentWindow();
    const { sessionId } = (await session()) ?? {};
    await page.evaluate('addEventListener("beforeunload", (event) => event.preventDefault())');
    const asked = page.waitForEvent('dialog');
    await tryToClose(page);
    await (await asked).dismiss();
    await logged(page, 'The page has stayed open.');
    await logged(page, 'The previous status is set again.');
    await whenInConnect('Available');
    expect((await session())?.sessionId).toBe(sessionId);
    expect(demo().lastSignInOrOut(agentId)).toBe('AgentSignedIn');
  });
});
