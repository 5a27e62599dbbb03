import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type BrowserServer, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const folders = (process.env.PATH ?? '').split(delimiter);
const installed = names.flatMap((name) => folders.map((folder) => join(folder, name)));

/** The browser that the variable CHROMIUM names, or one that is installed under a usual name. */
export const chromiumPath = [process.env.CHROMIUM ?? '', ...installed].find((path) => path !== '' && existsSync(path));

const disabledFeatures = [
  // The popups of the address bar. Each window would load them, which takes as long as the page under test.
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  // What Playwright disables by the same option, which this one replaces.
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];

/** The browser must request nothing but the pages under test. */
const args = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-gpu',
  '--disable-sync',
  '--disable-component-update',
  '--disable-background-networking',
  `--disable-features=${disabledFeatures.join()}`,
];

interface ChromiumSettings {
  /** Whether pages that are left wait in the back/forward cache. Playwright turns it off. @default false */
  readonly keepsLeftPages?: boolean;
}

/** Starts a browser with an empty profile as a process of its own, which a test can kill. */
export async function startChromium({ keepsLeftPages = false }: ChromiumSettings = {}): Promise<BrowserServer> {
  if (chromiumPath === undefined) throw new Error('There is no Chromium here; CHROMIUM can say where one is');
  const ignoreDefaultArgs = keepsLeftPages ? ['--disable-back-forward-cache'] : [];
  return chromium.launchServer({ executablePath: chromiumPath, args, ignoreDefaultArgs });
}
