import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../local/runs.ts';
import { closeWindow, says, tryToClose } from './a-desk.ts';
import { type Desks, startDesks } from './desks.ts';
import { callFailed, press } from './dialogs.ts';
import { inChromium } from './in-chromium.ts';

const signOut = (page: Page) => page.getByRole('button', { name: 'Sign out' }).click();
const answering = (how: string) => ({ do: 'answerPutState', answering: { how } });

inChromium('When Amazon Connect does not set the agent offline', () => {
  let desks: Desks;
  beforeAll(async () => {
    desks = await startDesks();
  });
  afterAll(async () => {
    await desks.stop();
    expect(desks.failures).toEqual([]);
  });

  test('a dialog says so, with the safe choice in focus, which Escape does not close', async () => {
    const { page, instruct } = await desks.aDesk();
    await instruct(answering('failing'));
    await signOut(page);
    const dialog = callFailed(page);
    await dialog.waitFor();
    expect(await dialog.getAttribute('aria-describedby')).not.toBeNull();
    const isInFocus = () =>
      dialog.getByRole('button', { name: 'Try again' }).evaluate((button) => button.matches(':focus'));
    expect(await isInFocus()).toBe(true);
    // At the second one a browser closes a dialog whatever the page says.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await dialog.waitFor();
    await eventually(async () => (await isInFocus()) || undefined);
  });

  test('the dialog speaks the language of the browser', async () => {
    const { page, instruct } = await desks.aDesk({ locale: 'de-DE' });
    await instruct(answering('failing'));
    await signOut(page);
    const dialog = page.getByRole('alertdialog', { name: 'Sie sind noch nicht offline' });
    await dialog.getByRole('button', { name: 'Erneut versuchen' }).waitFor();
  });

  test('the window is held, until trying again has set the agent offline', async () => {
    const { page, agentId, instruct, connectLog, whenSignedOut } = await desks.aDesk();
    await instruct(answering('failing'));
    await signOut(page);
    await callFailed(page).waitFor();
    const asked = page.waitForEvent('dialog');
    await tryToClose(page);
    const question = await asked;
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();
    // From then on it is for the agent to try again.
    await says(page, /\(attempt 4\)/);
    await instruct(answering('asUsual'));
    await press(callFailed(page), 'Try again');
    await callFailed(page).waitFor({ state: 'detached' });
    await whenSignedOut();
    const last = (await connectLog()).findLast(({ type }) => type === 'putAgentState');
    expect(last).toMatchObject({ name: 'Gone home', stateType: 'offline' });
    expect(await desks.endingsOf(agentId)).toEqual([258]);
    await closeWindow(page);
  });

  test('who leaves anyway is signed out, and the window closes without a question', async () => {
    const { page, agentId, instruct, whenSignedOut } = await desks.aDesk();
    await instruct(answering('failing'));
    await signOut(page);
    await press(callFailed(page), 'Leave anyway');
    await whenSignedOut();
    expect(await desks.endingsOf(agentId)).toEqual([258]);
    await closeWindow(page);
  });

  test('because its answer never comes, that is a failure like any other, and is tried again', async () => {
    const { page, instruct, whenInConnect, whenSignedOut } = await desks.aDesk();
    await instruct(answering('never'));
    await signOut(page);
    await callFailed(page).waitFor();
    await instruct(answering('asUsual'));
    await callFailed(page).waitFor({ state: 'detached' });
    await whenInConnect('Gone home');
    await whenSignedOut();
  });

  test('a window that closes is signed out at Lastcall nevertheless', async () => {
    const { page, agentId, instruct, whenSignedOut } = await desks.aDesk();
    await instruct(answering('never'));
    await closeWindow(page);
    await whenSignedOut();
    expect(await desks.endingsOf(agentId)).toEqual([258]);
  });
});
