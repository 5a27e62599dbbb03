import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Browser, Frame, Page } from 'playwright-core';
import { buildAgentLibrary } from '../../clients/build.ts';
import { close, listen } from '../../local/aws/http-server.ts';
import { eventually } from '../support/eventually.ts';

/** An event that the library has reported, with the page that it came from. */
interface Reported {
  readonly tab: string;
  readonly name: string;
  readonly event: Readonly<Record<string, unknown>>;
}

export interface BareDesktopSettings {
  readonly browser: Browser;
  readonly agentId: string;
  /** Lastcall's HTTP API. */
  readonly url: string;
  /** Plays the contact centre's server. It gets what the library gave to `signIn`, and which page asks. */
  readonly signIn: (how: { readonly isAutomatic: boolean }, tab: string) => Promise<unknown>;
  /** A script that takes features away from the page before it loads. */
  readonly without?: string;
  /** The option `desktop`, as a script. @default the page has none */
  readonly desktop?: string;
  /** @default 0 */
  readonly countdownSeconds?: number;
}

const library = buildAgentLibrary()['lastcall-agent.js'];

/** The library's dialogs are the same in every page; what the page itself does is in one script. */
const pageOf = ({
  agentId,
  url,
  desktop = 'undefined',
  countdownSeconds = 0,
}: BareDesktopSettings) => `<!doctype html><title>A desktop</title>
<script>${library}</script>
<script>
  const tab = crypto.getRandomValues(new Uint32Array(1)).join();
  const on = new Proxy({}, { get: (_, name) => (event) => report(tab, name, { ...event, error: String(event.error) }) });
  const names = ${JSON.stringify(eventNames())};
  kept = LastcallAgent.keepSession({
    url: '${url}',
    agentId: '${agentId}',
    countdownSeconds: ${countdownSeconds},
    signIn: (how) => signIn(how, tab),
    desktop: ${desktop},
    on: Object.fromEntries(names.map((name) => [name, on[name]])),
  });
</script>`;

const eventNames = () =>
  [
    ...readFileSync(new URL('../../clients/agent/callbacks.ts', import.meta.url), 'utf8').matchAll(
      /^ {2}(\w+): true,$/gm,
    ),
  ].map(([, name]) => name);

/** A page with nothing but the library, on another site than Lastcall. It loads faster than the demo. */
export async function aBareDesktop(settings: BareDesktopSettings) {
  const context = await settings.browser.newContext();
  context.setDefaultTimeout(30_000);
  const pages = new Map([['/desktop', pageOf(settings)]]);
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(pages.get(`${request.url}`.replace(/[?].*/, '')));
  });
  // A test that fails leaves it open.
  server.unref();
  const { port } = new URL(await listen(server, 0, 'the pages of a test'));
  // Two names of this machine are two sites for a browser.
  const desktopUrl = `http://localhost:${port}/desktop`;
  const reports: Reported[] = [];
  await context.exposeFunction('report', (tab: string, name: string, event: Reported['event']) => {
    reports.push({ tab, name, event });
  });
  await context.exposeFunction('signIn', settings.signIn);
  if (settings.without !== undefined) await context.addInitScript(settings.without);
  return {
    context,
    async close(): Promise<void> {
      await context.close();
      await close(server);
    },
    reports: (name: string) => reports.filter((each) => each.name === name),
    /** Waits until the library has reported it so many times. */
    reported: (name: string, times = 1, seconds = 30) =>
      eventually(async () => reports.filter((each) => each.name === name)[times - 1], seconds),
    async openTab(): Promise<Page> {
      const page = await context.newPage();
      await page.goto(desktopUrl);
      return page;
    },
    /** Goes to another page of the desktop in the same tab. */
    goToOtherPage: (page: Page) => page.goto(`${desktopUrl}?other`),
    /** Opens the desktop in a frame of a page of another site, as CRMs embed desktops. */
    async openFramed(attributes = ''): Promise<{ readonly page: Page; readonly frame: Frame }> {
      pages.set('/crm', `<!doctype html><iframe src="${desktopUrl}" ${attributes}></iframe>`);
      const page = await context.newPage();
      await page.goto(`http://127.0.0.1:${port}/crm`);
      const frame = page.frames().find((each) => each.parentFrame() !== null);
      if (!frame) throw new Error('The page of the CRM has no frame');
      return { page, frame };
    },
  };
}
