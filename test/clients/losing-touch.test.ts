import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chromium } from 'playwright-core';
import { eventually } from '../local/runs.ts';
import { says } from './a-desk.ts';
import { startChromium } from './chromium.ts';
import { type Desks, startDesks } from './desks.ts';
import { inChromium } from './in-chromium.ts';

/** The shortest there is. */
const leaseSeconds = 10;

inChromium('An agent of whom nothing is heard', () => {
  let desks: Desks;
  beforeAll(async () => {
    desks = await startDesks({ followsUp: true });
  });
  afterAll(async () => {
    await desks.stop();
    expect(desks.failures).toEqual([]);
  });

  test('because the browser was killed is signed out with the lease, and set offline by the centre', async () => {
    const server = await startChromium();
    const browser = await chromium.connect(server.wsEndpoint());
    const { agentId, whenSignedOut, whenInConnect } = await desks.aDesk({ in: browser, leaseSeconds });
    await server.kill();
    await whenSignedOut(3 * leaseSeconds);
    expect(await desks.endingsOf(agentId)).toEqual([263]);
    await whenInConnect('Gone home');
  });

  test('for a moment, because the network is gone, keeps the session', async () => {
    const { page, agentId, session } = await desks.aDesk({ leaseSeconds: 2 * leaseSeconds });
    const { sessionId } = (await session()) ?? {};
    await page.context().setOffline(true);
    await says(page, /^Lastcall cannot be reached/);
    await page.context().setOffline(false);
    await says(page, 'Lastcall has heard this page.');
    expect((await session())?.sessionId).toBe(sessionId);
    expect(desks.happenedTo(agentId)).not.toContain('AgentLoggedOut');
  });

  test('for longer than the lease is signed in anew when the network is back', async () => {
    const { page, agentId, session, whenSignedOut, whenInConnect } = await desks.aDesk({ leaseSeconds });
    const { sessionId } = (await session()) ?? {};
    await page.context().setOffline(true);
    await says(page, /^Lastcall cannot be reached/);
    await whenSignedOut(3 * leaseSeconds);
    await page.context().setOffline(false);
    await says(page, 'The session is over. Signing in anew …');
    const next = await eventually(async () => (await session()) ?? undefined, 10);
    expect(next.sessionId).not.toBe(sessionId);
    expect(await desks.endingsOf(agentId)).toEqual([263]);
    await whenInConnect('Available');
  });
});
