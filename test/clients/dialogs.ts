import type { Locator, Page } from 'playwright-core';

/** What the agent is shown when the desktop could not be set offline. */
export const callFailed = (page: Page): Locator => page.getByRole('alertdialog', { name: 'You are not offline yet' });

/** What the agent is shown whom a supervisor forces out. */
export const forcedOut = (page: Page): Locator => page.getByRole('alertdialog', { name: 'Sign-out by a supervisor' });

export const press = (dialog: Locator, name: string): Promise<void> => dialog.getByRole('button', { name }).click();
