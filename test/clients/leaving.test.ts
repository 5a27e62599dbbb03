import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { closeWindow, says, tryToClose, whenThere } from './a-desk.ts';
import { type Desks, startDesks } from './desks.ts';
import { inChromium } from './in-chromium.ts';

inChromium('An agent who leaves', () => {
  let desks: Desks;
  beforeAll(async () => {
    desks = await startDesks();
  });
  afterAll(async () => {
    await desks.stop();
    expect(desks.failures).toEqual([]);
  });

  test('by closing the window is signed out, and asked nothing', async () => {
    const { page, agentId, whenSignedOut } = await desks.aDesk();
    const questions: string[] = [];
    page.on('dialog', (dialog) => {
      questions.push(dialog.type());
      return dialog.accept();
    });
    await closeWindow(page);
    await whenSignedOut();
    expect(await desks.endingsOf(agentId)).toEqual([258]);
    expect(questions).toEqual([]);
  });

  test('with a call in hand is signed out when the call has ended', async () => {
    const { page, agentId, takeCall, endCall, whenSignedOut } = await desks.aDesk();
    await takeCall();
    await closeWindow(page);
    await endCall();
    await whenSignedOut();
    expect(await desks.endingsOf(agentId)).toEqual([258]);
  });

  test('closes one of two tabs and stays, closes the other one and is signed out', async () => {
    const { page, agentId, openTab, session, whenSignedOut } = await desks.aDesk();
    const { sessionId } = (await session()) ?? {};
    const second = await openTab();
    await closeWindow(page);
    // Asked by the first one as it goes.
    await says(second, 'Lastcall has heard this page.', 2);
    expect((await session())?.sessionId).toBe(sessionId);
    await closeWindow(second);
    await whenSignedOut();
    expect(await desks.endingsOf(agentId)).toEqual([258]);
  });

  test('only reloads the page and comes back to the same session and status', async () => {
    const { page, agentId, session, whenInConnect } = await desks.aDesk();
    const { sessionId } = (await session()) ?? {};
    await page.frameLocator('#ccp iframe').getByLabel('Status').selectOption('Lunch');
    await whenInConnect('Lunch');
    await page.reload();
    await whenThere(page);
    await says(page, 'The session goes on.');
    await whenInConnect('Lunch');
    expect((await session())?.sessionId).toBe(sessionId);
    expect(desks.happenedTo(agentId)).not.toContain('AgentLoggedOut');
  });

  test('is asked by the page, thinks it over and leaves: is signed out, and not set back meanwhile', async () => {
    const { page, agentId, connectLog, whenSignedOut } = await desks.aDesk();
    await page.evaluate('addEventListener("beforeunload", (event) => event.preventDefault())');
    const asked = page.waitForEvent('dialog');
    const closed = page.waitForEvent('close');
    await tryToClose(page);
    const question = await asked;
    // Longer than a page waits that is not asked anything.
    await wait(2500);
    await question.accept();
    await closed;
    await whenSignedOut();
    expect(await desks.endingsOf(agentId)).toEqual([258]);
    const states = (await connectLog()).filter(({ type }) => type === 'putAgentState');
    expect(states.map(({ name }) => name)).toEqual(['Gone home']);
  });

  test('is asked by the page, and stays: session and status are what they were', async () => {
    const { page, agentId, session, whenInConnect } = await desks.aDesk();
    const { sessionId } = (await session()) ?? {};
    await page.evaluate('addEventListener("beforeunload", (event) => event.preventDefault())');
    const asked = page.waitForEvent('dialog');
    await tryToClose(page);
    await (await asked).dismiss();
    await says(page, 'The page has stayed.');
    await says(page, 'The status from before is back.');
    await whenInConnect('Available');
    expect((await session())?.sessionId).toBe(sessionId);
    expect(desks.happenedTo(agentId)).not.toContain('AgentLoggedOut');
  });
});
