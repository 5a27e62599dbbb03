import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';
import { startDemo } from '../../local/demo/demo-server.ts';
import { readSeed } from '../../local/seed.ts';
import { startLocal } from '../../local/start-local.ts';
import { aFolder, removeFolders } from '../local/an-assembly.ts';
import { openAuditTrail } from '../local/audit-trail.ts';
import { makeCall } from '../local/call-api.ts';
import { eventually } from '../local/runs.ts';
import { type ADesk, openDesk } from './a-desk.ts';
import { startChromium } from './chromium.ts';

/** How the surroundings of desks differ. */
export interface SomeDesks {
  /** The folder of a cloud assembly to run. @default the project's app, synthesized */
  readonly assembly?: string;
  /** Whether the centre's server looks after those who are gone. @default false: then what happens is the page's doing */
  readonly followsUp?: boolean;
}

export type Desks = Awaited<ReturnType<typeof startDesks>>;

/** Lastcall as people run it here, at real speed as browsers are; the demo, and a browser to open it in. */
export async function startDesks({ assembly, followsUp = false }: SomeDesks = {}) {
  const folder = aFolder();
  const failures: string[] = [];
  const log = (line: string) => failures.push(line);
  const run = await startLocal({ port: 0, folder, seed: readSeed(), log, ...(assembly !== undefined && { assembly }) });
  const demo = await startDemo({ port: 0, apiUrl: run.url, followsUp, log });
  const server = await startChromium();
  const browser = await chromium.connect(server.wsEndpoint());
  const auditTrail = openAuditTrail(run, folder);
  let agents = 200;
  return {
    run,
    demo,
    browser,
    /** What went wrong in the local run and the demo. */
    failures,
    /** Calls Lastcall with the key of the centre. */
    call: makeCall(run),
    /** Opens the desk of an agent who is new, in a browser's profile that is new. */
    async aDesk({ in: within = browser, ...how }: ADesk & BrowserContextOptions & { readonly in?: Browser } = {}) {
      agents += 1;
      const context = await within.newContext(how);
      context.setDefaultTimeout(15_000);
      return openDesk({ context, demoUrl: demo.url, agentId: String(agents) }, how);
    },
    /** How the sessions of an agent have ended, once one has. An event may be published twice. */
    endingsOf: (agentId: string) =>
      eventually(() => {
        const ends = auditTrail().filter((event) => event.agentId === agentId && event.type === 'AgentLoggedOut');
        const causes = new Map(ends.map(({ eventId, cause }) => [eventId, cause]));
        return causes.size > 0 ? [...causes.values()] : undefined;
      }),
    /** What happened to an agent by now. */
    happenedTo: (agentId: string) => auditTrail().flatMap((event) => (event.agentId === agentId ? event.type : [])),
    async stop() {
      await browser.close();
      await server.close();
      await demo.stop();
      await run.stop();
      removeFolders();
    },
  };
}
