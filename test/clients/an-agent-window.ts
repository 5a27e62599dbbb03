import type { BrowserContext, Locator, Page } from 'playwright-core';
import * as z from 'zod';
import { eventually } from '../support/eventually.ts';

const shownAgent = z.object({
  session: z
    .object({ sessionId: z.string(), status: z.string(), contacts: z.array(z.object({ contactId: z.string() })) })
    .nullable(),
});

const shownPresence = z.object({ agent: shownAgent, connect: z.object({ state: z.object({ name: z.string() }) }) });

const connectLog = z.array(
  z.object({ type: z.string(), name: z.string().optional(), stateType: z.string().optional() }),
);

/** Where to open the window, and for which agent. */
export interface AgentWindowSurroundings {
  readonly context: BrowserContext;
  readonly demoUrl: string;
  readonly agentId: string;
}

export interface AgentWindowSettings {
  /** @default 60, so that no lease ends during a test */
  readonly leaseSeconds?: number;
  /** Whether WebSockets can connect. @default true */
  readonly hasWebSockets?: boolean;
  /** Seconds between a forced logout and the moment the control panel goes offline. @default 1 */
  readonly countdownSeconds?: number;
}

/**
 * Opens the demo's agent window, with the real Streams and a stand-in for Amazon Connect. Resolves when the agent is
 * signed in and the control panel shows the agent.
 */
export async function openAgentWindow(
  { context, demoUrl, agentId }: AgentWindowSurroundings,
  { leaseSeconds = 60, hasWebSockets = true, countdownSeconds = 1 }: AgentWindowSettings,
) {
  if (!hasWebSockets) await context.routeWebSocket(/./, (socket) => socket.close());
  const address = `${demoUrl}/?agent=${agentId}&lease=${leaseSeconds}&countdown=${countdownSeconds}`;
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${demoUrl}${path}`, body && { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${await response.text()}`);
    return response.json();
  };
  const instruct = (instruction: object) => ask(`/connect/${agentId}/instructions`, instruction);
  const look = async () => shownPresence.parse(await ask(`/agents/${agentId}`));
  const session = async () => (await look()).agent.session;

  async function openTab() {
    const page = await context.newPage();
    await page.goto(address);
    // A browser asks before it closes a page only if the user has interacted with the page.
    await page.getByRole('heading', { name: 'The agent’s window' }).click();
    await whenSignedIn(page);
    return page;
  }

  const page = await openTab();
  return {
    agentId,
    page,
    openTab,
    session,
    /** Waits until the agent has this state in Amazon Connect. A page that comes back looks for 15 seconds first. */
    whenInConnect: (name: string) =>
      eventually(async () => ((await look()).connect.state.name === name ? name : undefined), 60),
    /** Waits until the session is over. A wake-up whose delivery has failed comes back after a minute. */
    whenSignedOut: (seconds = 100) =>
      eventually(async () => ((await session()) === null ? 'signed out' : undefined), seconds),
    /** Sends a command to the stand-in for Amazon Connect. */
    instruct,
    /** The requests that the stand-in for Amazon Connect has received. */
    connectLog: async () => connectLog.parse(await ask(`/connect/${agentId}/log`)),
    /** Resolves when the call is accepted and Lastcall knows the contact. */
    async takeCall() {
      await instruct({ do: 'ring', channel: 'voice' });
      await page.frameLocator('#ccp iframe').getByRole('button', { name: 'Accept' }).click();
      await eventually(async () => (await session())?.contacts[0]);
    },
    async endCall() {
      await instruct({ do: 'hangUp' });
      await instruct({ do: 'clear' });
    },
  };
}

/** Waits until there is a session and the control panel shows the agent. */
export async function whenSignedIn(page: Page): Promise<void> {
  await logged(page, /^(The session goes on|Signed in)\.$/);
  await page.frameLocator('#ccp iframe').getByLabel('Status').waitFor();
}

/** Waits until the page has logged this event of the library, and so many times. */
export async function logged(page: Page, text: string | RegExp, times = 1): Promise<void> {
  await page
    .locator('#eventLog')
    .getByText(text)
    .nth(times - 1)
    .waitFor();
}

/** The dialog that asks what to do because the desktop could not be set offline. */
export const callFailedDialog = (page: Page): Locator =>
  page.getByRole('alertdialog', { name: 'You are not offline yet' });

/** The dialog with the countdown of a forced logout, and afterwards with its reason. */
export const forcedLogoutDialog = (page: Page): Locator =>
  page.getByRole('alertdialog', { name: 'Sign-out by a supervisor' });

export const press = (dialog: Locator, name: string): Promise<void> => dialog.getByRole('button', { name }).click();

/** Closes a window as a person does: the browser asks first if the page wants it to. */
export const tryToClose = (page: Page): Promise<void> => page.close({ runBeforeUnload: true });

/** Closes a window as a person does, and waits until it is closed. */
export async function closeWindow(page: Page): Promise<void> {
  const closed = page.waitForEvent('close');
  await tryToClose(page);
  await closed;
}
