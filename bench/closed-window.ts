import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium, type Page } from 'playwright-core';
import * as z from 'zod';
import { seconds } from '#core/instant.ts';
import { startChromium } from '#test/clients/chromium.ts';
import { startDemo } from '../local/demo/demo-server.ts';
import { readSeed } from '../local/seed.ts';
import { startLocal } from '../local/start-local.ts';
import { atMost, type Measure, median } from './figure.ts';

const windows = 20;
const browsers = 3;
/** The shortest lease there is. */
const leaseSeconds = 10;

const shown = z.object({ agent: z.object({ session: z.object({ leaseExpiresAt: z.string() }).nullable() }) });

/** How long an agent stays signed in after the window is closed, and, if the browser is killed, after the end of the lease. */
export const measure: Measure = async (progress) => {
  const folder = mkdtempSync(join(tmpdir(), 'lastcall-bench-'));
  const logLines: string[] = [];
  const log = (line: string) => logLines.push(line);
  const run = await startLocal({ port: 0, folder, seed: readSeed(), log });
  const demo = await startDemo({ port: 0, apiUrl: run.url, followsUp: false, log });
  const look = async (agentId: string) => {
    const response = await fetch(`${demo.url}/agents/${agentId}`);
    return shown.parse(await response.json()).agent.session;
  };
  const open = async (agentId: string, page: Page) => {
    await page.goto(`${demo.url}/?agent=${agentId}&lease=${leaseSeconds}`);
    await page.getByText('Signed in.', { exact: true }).waitFor();
    await page.frameLocator('#ccp iframe').getByLabel('Status').waitFor();
  };
  const whenSignedOut = async (agentId: string): Promise<number> => {
    while ((await look(agentId)) !== null) await wait(20);
    return Date.now();
  };

  try {
    progress(`closing ${windows} windows`);
    const afterClosing = await inBrowser(async (newPage) => {
      const lateness: number[] = [];
      for (let n = 0; n < windows; n += 1) {
        const [agentId, page] = [`closing-${n}`, await newPage()];
        await open(agentId, page);
        const closedAt = Date.now();
        await page.close({ runBeforeUnload: true });
        lateness.push((await whenSignedOut(agentId)) - closedAt);
      }
      return lateness;
    });
    progress(`killing ${browsers} browsers`);
    const afterLease: number[] = [];
    for (let n = 0; n < browsers; n += 1) {
      const agentId = `killed-${n}`;
      await inBrowser(async (newPage, kill) => {
        await open(agentId, await newPage());
        await kill();
      });
      const session = await look(agentId);
      afterLease.push((await whenSignedOut(agentId)) - Date.parse(session?.leaseExpiresAt ?? ''));
    }
    return {
      setup: `The demo in Chromium against a local run at real speed: ${windows} windows closed one after the other, ${browsers} browsers killed, leases of ${leaseSeconds} s.`,
      figures: [
        latest('window closed until signed out', afterClosing),
        { what: '  median', measured: `${median(afterClosing)} ms` },
        latest('browser killed: signed out after the end of the lease', afterLease),
        atMost('signed out before the end of the lease', {
          value: afterLease.filter((late) => late < 0).length,
          most: 0,
          unit: 'agents',
        }),
        {
          what: 'what the local run logged',
          measured: `${logLines.length} lines ${logLines[0] ?? ''}`.trim(),
        },
      ],
    };
  } finally {
    await demo.stop();
    await run.stop();
    rmSync(folder, { recursive: true });
  }
};

/** Runs work in a browser of its own, with a new profile for each page. */
async function inBrowser<T>(work: (newPage: () => Promise<Page>, kill: () => Promise<void>) => Promise<T>): Promise<T> {
  const server = await startChromium();
  try {
    const browser = await chromium.connect(server.wsEndpoint());
    return await work(
      async () => (await browser.newContext()).newPage(),
      () => server.kill(),
    );
  } finally {
    await server.close();
  }
}

const latest = (what: string, lateness: readonly number[]) =>
  atMost(`${what}, the latest`, { value: Math.max(...lateness), most: seconds(2), unit: 'ms', of: 'time' });
