import { createServer } from 'node:http';
import { close, listen } from '../listen.ts';
import { makeCentre } from './centre.ts';
import { StandIn } from './connect/stand-in.ts';
import { makeStandInLog } from './connect/stand-in-log.ts';
import { demoListener } from './demo-listener.ts';
import { demoRoutes } from './demo-routes.ts';
import { buildPages } from './pages.ts';

/** How the demo is started. */
export interface DemoSettings {
  /** 0 picks a free one. */
  readonly port: number;
  /** Lastcall's HTTP API, without a trailing slash. */
  readonly apiUrl: string;
  /**
   * Whether the centre's server sets agents offline in Amazon Connect whose session has ended, as a centre should.
   *
   * @default true
   */
  readonly followsUp?: boolean;
  /** Takes one line for everything that fails while it runs. */
  readonly log: (line: string) => void;
}

/** A demo under way. */
export interface Demo {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Serves the demo: an agent desktop with the agent library and the real Amazon Connect Streams, a stand-in for Amazon
 * Connect behind it, and what a centre's own server would do. It listens on 127.0.0.1 only.
 *
 * @throws StartFault when somebody else has the port
 */
export async function startDemo({ port, apiUrl, followsUp = true, log }: DemoSettings): Promise<Demo> {
  const pages = await buildPages(apiUrl);
  const standInLog = makeStandInLog(Date.now);
  const standIn = new StandIn({
    now: Date.now,
    log: standInLog,
    changed: (agentId, desk, before) => centre.hear(agentId, desk, before),
  });
  const centre = makeCentre({ apiUrl, standIn, followsUp, log });
  const server = createServer(demoListener(demoRoutes({ pages, standIn, standInLog, centre }), log));
  const url = await listen(server, port, 'the demo');
  return {
    url,
    async stop() {
      centre.stop();
      // Long polls have nothing to finish.
      server.closeAllConnections();
      await close(server);
    },
  };
}
