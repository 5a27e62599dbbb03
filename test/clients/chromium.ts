import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type BrowserServer, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const folders = (process.env.PATH ?? '').split(delimiter);
const installed = names.flatMap((name) => folders.map((folder) => join(folder, name)));

/** The browser of this machine: what CHROMIUM names, or else one that is installed under a usual name. */
export const chromiumPath = [process.env.CHROMIUM ?? '', ...installed].find((path) => path !== '' && existsSync(path));

/** What keeps it from asking for anything but the pages under test. */
const args = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-gpu',
  '--disable-sync',
  '--disable-component-update',
  '--disable-background-networking',
];

/** Starts a browser of its own, with nothing in it. It is a process of this machine, which can be killed. */
export async function startChromium(): Promise<BrowserServer> {
  if (chromiumPath === undefined) throw new Error('There is no Chromium here; CHROMIUM can say where one is');
  return chromium.launchServer({ executablePath: chromiumPath, args });
}
