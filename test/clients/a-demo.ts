import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, jest } from '@jest/globals';
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';
import * as z from 'zod';
import { type RunningApp, realTimeApp } from '../app/running-app.ts';
import { openAuditTrail } from '../local/audit-trail.ts';
import { makeCall } from '../local/call-api.ts';
import { eventually } from '../support/eventually.ts';
import { type AgentWindowSettings, openAgentWindow } from './an-agent-window.ts';
import { chromiumPath } from './chromium.ts';

interface DemoSettings {
  /** Opens the app that the demo is of. @default the app at real speed that suites share */
  readonly openApp?: () => Promise<RunningApp>;
  /**
   * Whether the contact centre's server sets agents offline whose session has ended.
   *
   * @default false, so that only the page can have done it
   */
  readonly followsUp?: boolean;
}

const shownSession = z.object({
  session: z.object({ sessionId: z.string(), status: z.string(), ipAddress: z.string().optional() }).nullable(),
});

type Demo = Awaited<ReturnType<typeof openDemo>>;

interface NewWindow extends AgentWindowSettings, BrowserContextOptions {
  /** @default the browser that all suites share */
  readonly in?: Browser;
}

/** Describes a suite that uses a demo in a browser. Without a Chromium it is skipped with a warning. */
export function inChromium(what: string, settings: DemoSettings, tests: (demo: () => Demo) => void): void {
  if (chromiumPath === undefined) {
    process.stderr.write(`SKIPPED, because there is no Chromium here (CHROMIUM can say where one is): ${what}\n`);
  }
  // Browsers are slow, especially several at a time on a small machine.
  jest.setTimeout(150_000);
  const describeOrSkip = chromiumPath === undefined ? describe.skip : describe;
  describeOrSkip(what, () => {
    let demo: Demo;
    beforeAll(async () => {
      demo = await openDemo(settings);
    });
    afterAll(() => demo.browser.close());
    tests(() => demo);
  });
}

/** A demo of an app at real speed, because browsers run at real speed. */
async function openDemo({ openApp = realTimeApp, followsUp = false }: DemoSettings) {
  const app = await openApp();
  const demoUrl = await app.demo(followsUp);
  const browser = await chromium.connect(await app.browser());
  const auditTrail = openAuditTrail(app);
  // Other suites have agents in the same demo.
  const suite = randomUUID();
  let windows = 0;
  /** The types of the agent's events so far. */
  const eventTypes = (agentId: string) =>
    auditTrail().flatMap((event) => (event.agentId === agentId ? event.type : []));
  const call = makeCall(app);
  return {
    app,
    browser,
    /** Calls Lastcall with the API key of the contact centre. */
    call,
    /** A new agent who is signed in without the demo, and what a page of theirs needs. */
    async anAgent({ leaseSeconds = 60 } = {}) {
      windows += 1;
      const agentId = `${suite}-${windows}`;
      await call('PUT', `/v1/agents/${agentId}`, { name: 'A', email: 'a@example.com', agentNumber: '1', teamIds: [] });
      return {
        agentId,
        url: app.url,
        signIn: () => call('PUT', `/v1/agents/${agentId}/session`, { leaseSeconds, takeOver: true }),
        session: async () => shownSession.parse(await call('GET', `/v1/agents/${agentId}`)).session,
      };
    },
    /** Opens the window of a new agent in a new browser profile. */
    async anAgentWindow({ in: within = browser, ...settings }: NewWindow = {}) {
      windows += 1;
      const agentId = `${suite}-${windows}`;
      const context = await within.newContext(settings);
      context.setDefaultTimeout(30_000);
      return openAgentWindow({ context, demoUrl, agentId }, settings);
    },
    /** Waits until a session of the agent has ended, and returns the cause of each end. Events may be duplicated. */
    endCauses: (agentId: string) =>
      eventually(() => {
        const ends = auditTrail().filter((event) => event.agentId === agentId && event.type === 'AgentSignedOut');
        const causes = new Map(ends.map(({ eventId, cause }) => [eventId, cause]));
        return causes.size > 0 ? [...causes.values()] : undefined;
      }),
    eventTypes,
    /** Which of the two happened last to the agent. */
    lastSignInOrOut: (agentId: string) => eventTypes(agentId).findLast((type) => /^AgentSigned(In|Out)$/.test(type)),
  };
}
