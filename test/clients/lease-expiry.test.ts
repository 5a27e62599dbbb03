import { expect, test } from '@jest/globals';
import { chromium } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { inChromium } from './a-demo.ts';
import { closeWindow, logged } from './an-agent-window.ts';
import { startChromium } from './chromium.ts';

/** The shortest lease that Lastcall accepts. */
const leaseSeconds = 10;

inChromium('An agent whose heartbeats stop', { followsUp: true }, (demo) => {
  test.concurrent('because the browser was killed is signed out with the lease, and set offline by the server', async () => {
    const server = await startChromium();
    const browser = await chromium.connect(server.wsEndpoint());
    const { agentId, whenSignedOut, whenInConnect } = await demo().anAgentWindow({ in: browser, leaseSeconds });
    await server.kill();
    await whenSignedOut(6 * leaseSeconds);
    expect(await demo().endCauses(agentId)).toEqual(['leaseExpired']);
    await whenInConnect('Gone home');
  });

  test.concurrent('because the network is down for a moment keeps the session', async () => {
    const { page, agentId, session } = await demo().anAgentWindow({ leaseSeconds: 2 * leaseSeconds });
    const { sessionId } = (await session()) ?? {};
    await page.context().setOffline(true);
    await logged(page, /^Lastcall cannot be reached/);
    await page.context().setOffline(false);
    await logged(page, 'Heartbeat sent.');
    expect((await session())?.sessionId).toBe(sessionId);
    expect(demo().eventTypes(agentId)).not.toContain('AgentSignedOut');
  });

  test.concurrent('because the network is down for longer than the lease is signed in again when it is up', async () => {
    const { page, agentId, session, whenSignedOut, whenInConnect } = await demo().anAgentWindow({ leaseSeconds });
    const { sessionId } = (await session()) ?? {};
    // The status is known to be the agent's choice from the first heartbeat on.
    await logged(page, 'Heartbeat sent.');
    await page.context().setOffline(true);
    await logged(page, /^Lastcall cannot be reached/);
    await whenSignedOut(6 * leaseSeconds);
    await page.context().setOffline(false);
    await logged(page, 'The session has ended. Signing in again …');
    const next = await eventually(async () => (await session()) ?? undefined);
    expect(next.sessionId).not.toBe(sessionId);
    expect(await demo().endCauses(agentId)).toEqual(['leaseExpired']);
    await whenInConnect('Available');
  });

  test.concurrent('because the computer sleeps does not end the session that the agent has elsewhere meanwhile', async () => {
    const { page, agentId, session, connectLog } = await demo().anAgentWindow();
    await logged(page, 'Heartbeat sent.');
    await page.context().setOffline(true);
    const path = `/v1/agents/${agentId}/session`;
    await demo().call('DELETE', path);
    await demo().call('PUT', path, {});
    const { sessionId } = (await session()) ?? {};
    await demo().call('PUT', `/v1/agents/${agentId}/contacts/call-1`, { channel: 'VOICE' });
    await page.context().setOffline(false);
    await page.getByRole('alertdialog', { name: 'Signed in elsewhere' }).waitFor();
    await logged(page, 'The session has ended (cause replaced).');
    await closeWindow(page);
    expect(await session()).toMatchObject({ sessionId, contacts: [{ contactId: 'call-1' }] });
    expect((await connectLog()).filter(({ type }) => type === 'logout')).toEqual([]);
  });
});
