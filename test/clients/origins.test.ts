import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { assemblyFolder } from '../app/assembly.ts';
import { anOwnApp } from '../app/running-app.ts';
import { aFolder } from '../support/a-folder.ts';
import { inChromium } from './a-demo.ts';

const allowed = 'https://desktop.example';

/** The app as it is deployed with this origin as `allowedOrigins`. */
function anAppFor(origin: string) {
  const assembly = aFolder();
  cpSync(assemblyFolder(), assembly, { recursive: true });
  for (const file of readdirSync(assembly).filter((name) => name.endsWith('.template.json'))) {
    const template = readFileSync(join(assembly, file), 'utf8');
    writeFileSync(
      join(assembly, file),
      template.replace(/"AllowOrigins": \[[^\]]*\]/, `"AllowOrigins": ["${origin}"]`),
    );
  }
  return anOwnApp({ speed: 1, assembly });
}

inChromium('A page', { openApp: () => anAppFor(allowed) }, (demo) => {
  /** Sends a request from a page of this origin, and returns the status or error that the page sees. */
  async function callFrom(origin: string, path: string): Promise<unknown> {
    // The origin does not exist, so the browser treats the page as remote and asks before it may use the local network.
    const page = await demo().browser.newPage({ permissions: ['local-network-access'] });
    await page.route(`${origin}/`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<title>A desktop</title>' }),
    );
    await page.goto(origin);
    const call = { method: 'POST', body: JSON.stringify({ token: 'forged', sentAt: Date.now(), withinSeconds: 0 }) };
    const seen = await page.evaluate(
      `fetch("${demo().app.url}${path}", ${JSON.stringify(call)}).then(({ status }) => status, ({ name }) => name)`,
    );
    await page.close();
    return seen;
  }

  test.each(['/v1/session/heartbeat', '/v1/session/leave', '/v1/session/connection'])(
    'of an allowed origin may call %s, and one of another origin cannot read the answer',
    async (path) => {
      expect(await callFrom(allowed, path)).toEqual(expect.any(Number));
      expect(await callFrom('https://elsewhere.example', path)).toBe('TypeError');
    },
  );
});
