import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { synthesize } from '../../local/assembly/synthesize.ts';
import { aFolder } from '../local/an-assembly.ts';
import { type Desks, startDesks } from './desks.ts';
import { inChromium } from './in-chromium.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const allowed = 'https://desktop.example';

/** The app, as it is deployed where `allowedOrigins` names one origin. */
async function anAssemblyFor(origin: string): Promise<string> {
  const assembly = await synthesize(project, aFolder());
  for (const file of readdirSync(assembly).filter((name) => name.endsWith('.template.json'))) {
    const template = readFileSync(join(assembly, file), 'utf8');
    writeFileSync(
      join(assembly, file),
      template.replace(/"AllowOrigins": \[[^\]]*\]/, `"AllowOrigins": ["${origin}"]`),
    );
  }
  return assembly;
}

inChromium('A page', () => {
  let desks: Desks;
  beforeAll(async () => {
    desks = await startDesks({ assembly: await anAssemblyFor(allowed) });
  });
  afterAll(async () => {
    await desks.stop();
    expect(desks.failures).toEqual([]);
  });

  /** Calls from a page of an origin that need not exist, and says what the page gets to see. */
  async function callFrom(origin: string, path: string): Promise<unknown> {
    // These pages come from nowhere, so the browser holds them for strangers to this machine's own network.
    const page = await desks.browser.newPage({ permissions: ['local-network-access'] });
    await page.route(`${origin}/`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<title>A desktop</title>' }),
    );
    await page.goto(origin);
    const call = { method: 'POST', body: JSON.stringify({ token: 'forged', sentAt: Date.now(), withinSeconds: 0 }) };
    const seen = await page.evaluate(
      `fetch("${desks.run.url}${path}", ${JSON.stringify(call)}).then(({ status }) => status, ({ name }) => name)`,
    );
    await page.close();
    return seen;
  }

  test.each(['/v1/session/heartbeat', '/v1/session/leave', '/v1/session/connection'])(
    'of a configured origin may call %s, and one of another origin learns nothing',
    async (path) => {
      expect(await callFrom(allowed, path)).toEqual(expect.any(Number));
      expect(await callFrom('https://elsewhere.example', path)).toBe('TypeError');
    },
  );
});
