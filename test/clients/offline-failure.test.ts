import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { inChromium } from './a-demo.ts';
import { callFailedDialog, closeWindow, logged, press, tryToClose } from './an-agent-window.ts';

const signOut = (page: Page) => page.getByRole('button', { name: 'Sign out' }).click();
const answering = (how: string) => ({ do: 'answerPutState', answering: { how } });

inChromium('When Amazon Connect does not set the agent offline', {}, (demo) => {
  test.concurrent('a dialog asks what to do, with the focus on the safe choice, and Escape does not close it', async () => {
    const { page, instruct } = await demo().anAgentWindow();
    await instruct(answering('failing'));
    await signOut(page);
    const dialog = callFailedDialog(page);
    await dialog.waitFor();
    expect(await dialog.getAttribute('aria-describedby')).not.toBeNull();
    const isInFocus = () =>
      dialog.getByRole('button', { name: 'Try again' }).evaluate((button) => button.matches(':focus'));
    expect(await isInFocus()).toBe(true);
    // A browser closes a dialog at the second Escape, even if the page prevents it.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await dialog.waitFor();
    await eventually(async () => (await isInFocus()) || undefined);
  });

  test.concurrent('the dialog is in the language of the browser', async () => {
    const { page, instruct } = await demo().anAgentWindow({ locale: 'de-DE' });
    await instruct(answering('failing'));
    await signOut(page);
    const dialog = page.getByRole('alertdialog', { name: 'Sie sind noch nicht offline' });
    await dialog.getByRole('button', { name: 'Erneut versuchen' }).waitFor();
  });

  test.concurrent('the browser asks before the window closes, until another attempt has set the agent offline', async () => {
    const { page, agentId, instruct, connectLog, whenSignedOut } = await demo().anAgentWindow();
    await instruct(answering('failing'));
    await signOut(page);
    await callFailedDialog(page).waitFor();
    const asked = page.waitForEvent('dialog');
    await tryToClose(page);
    const question = await asked;
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();
    // After the fourth attempt only the agent tries again.
    await logged(page, /\(attempt 4\)/);
    await instruct(answering('asUsual'));
    await press(callFailedDialog(page), 'Try again');
    await callFailedDialog(page).waitFor({ state: 'detached' });
    await whenSignedOut();
    const last = (await connectLog()).findLast(({ type }) => type === 'putAgentState');
    expect(last).toMatchObject({ name: 'Gone home', stateType: 'offline' });
    expect(await demo().endCauses(agentId)).toEqual(['signedOut']);
    await closeWindow(page);
  });

  test.concurrent('an agent who leaves anyway is signed out, and the window closes without a question', async () => {
    const { page, agentId, instruct, whenSignedOut } = await demo().anAgentWindow();
    await instruct(answering('failing'));
    await signOut(page);
    await press(callFailedDialog(page), 'Leave anyway');
    await whenSignedOut();
    expect(await demo().endCauses(agentId)).toEqual(['signedOut']);
    await closeWindow(page);
  });

  test.concurrent('because its answer never arrives, the library tries again as after any failure', async () => {
    const { page, instruct, whenInConnect, whenSignedOut } = await demo().anAgentWindow();
    await instruct(answering('never'));
    await signOut(page);
    await callFailedDialog(page).waitFor();
    await instruct(answering('asUsual'));
    await callFailedDialog(page).waitFor({ state: 'detached' });
    await whenInConnect('Gone home');
    await whenSignedOut();
  });

  test.concurrent('closing the window ends the session in Lastcall nevertheless', async () => {
    const { page, agentId, instruct, whenSignedOut } = await demo().anAgentWindow();
    await instruct(answering('never'));
    await closeWindow(page);
    await whenSignedOut();
    expect(await demo().endCauses(agentId)).toEqual(['signedOut']);
  });
});
