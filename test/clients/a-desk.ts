import type { BrowserContext, Page } from 'playwright-core';
import * as z from 'zod';
import { eventually } from '../local/runs.ts';

const shownAgent = z.object({
  session: z
    .object({ sessionId: z.string(), status: z.string(), contacts: z.array(z.object({ contactId: z.string() })) })
    .nullable(),
});

const shownPresence = z.object({ agent: shownAgent, connect: z.object({ state: z.object({ name: z.string() }) }) });

const connectLog = z.array(
  z.object({ type: z.string(), name: z.string().optional(), stateType: z.string().optional() }),
);

/** What a desk is part of. */
export interface DeskSurroundings {
  readonly context: BrowserContext;
  readonly demoUrl: string;
  readonly agentId: string;
}

/** How a desk differs from the others. */
export interface ADesk {
  /** @default 60, so that no lease ends while a test is under way */
  readonly leaseSeconds?: number;
  /** Whether WebSockets get through. @default true */
  readonly hasWebSockets?: boolean;
  /** How long a forced logout leaves the agent. @default 1 */
  readonly countdownSeconds?: number;
}

/**
 * Opens an agent's desk in a browser, with the real Streams and a stand-in for Amazon Connect behind it. When it is there,
 * the agent is signed in, and Streams knows the agent.
 */
export async function openDesk({ context, demoUrl, agentId }: DeskSurroundings, how: ADesk = {}) {
  const { leaseSeconds = 60, hasWebSockets = true, countdownSeconds = 1 } = how;
  if (!hasWebSockets) await context.routeWebSocket(/./, (socket) => socket.close());
  const address = `${demoUrl}/?agent=${agentId}&lease=${leaseSeconds}&countdown=${countdownSeconds}`;
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${demoUrl}${path}`, body && { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${await response.text()}`);
    return response.json();
  };
  const look = async () => shownPresence.parse(await ask(`/agents/${agentId}`));
  const session = async () => (await look()).agent.session;

  async function openTab() {
    const page = await context.newPage();
    await page.goto(address);
    // A browser asks before it closes a page only if somebody has used it.
    await page.getByRole('heading', { name: 'The agent’s window' }).click();
    await whenThere(page);
    return page;
  }

  const page = await openTab();
  return {
    agentId,
    page,
    openTab,
    session,
    /** The state of the agent in Amazon Connect, once it is the one asked for. */
    whenInConnect: (name: string) =>
      eventually(async () => ((await look()).connect.state.name === name ? name : undefined), 10),
    whenSignedOut: (seconds = 10) =>
      eventually(async () => ((await session()) === null ? 'signed out' : undefined), seconds),
    /** Has the stand-in for Amazon Connect do something. */
    instruct: (instruction: object) => ask(`/connect/${agentId}/instructions`, instruction),
    /** What the stand-in for Amazon Connect was asked. */
    connectLog: async () => connectLog.parse(await ask(`/connect/${agentId}/log`)),
    /** A call that rings is accepted, and Lastcall knows it. */
    async takeCall() {
      await ask(`/connect/${agentId}/instructions`, { do: 'ring', channel: 'voice' });
      await page.frameLocator('#ccp iframe').getByRole('button', { name: 'Accept' }).click();
      await eventually(async () => (await session())?.contacts[0]);
    },
    async endCall() {
      await ask(`/connect/${agentId}/instructions`, { do: 'hangUp' });
      await ask(`/connect/${agentId}/instructions`, { do: 'clear' });
    },
  };
}

/** Waits until the session goes on or has begun, and the control panel shows the agent. */
export async function whenThere(page: Page): Promise<void> {
  await says(page, /^(The session goes on|Signed in)\.$/);
  await page.frameLocator('#ccp iframe').getByLabel('Status').waitFor();
}

/** Waits until the library has told the page something, as often as that. */
export async function says(page: Page, what: string | RegExp, times = 1): Promise<void> {
  await page
    .locator('#journal')
    .getByText(what)
    .nth(times - 1)
    .waitFor();
}

/** Closes a window as a person does. Whoever has asked the browser to ask first is asked. */
export const tryToClose = (page: Page): Promise<void> => page.close({ runBeforeUnload: true });

/** Closes a window, and waits until it is gone. */
export async function closeWindow(page: Page): Promise<void> {
  const closed = page.waitForEvent('close');
  await tryToClose(page);
  await closed;
}
