import { createServer } from 'node:http';
import { close, listen } from '../aws/http-server.ts';
import { makeCentre } from './centre.ts';
import { StandIn } from './connect/stand-in.ts';
import { makeStandInLog } from './connect/stand-in-log.ts';
import { demoListener } from './demo-listener.ts';
import { demoRoutes } from './demo-routes.ts';
import { buildPages } from './pages.ts';

/** How the demo is started. */
export interface DemoSettings {
  /** 0 picks a free port. */
  readonly port: number;
  /** Lastcall's HTTP API, without a trailing slash. */
  readonly apiUrl: string;
  /**
   * Whether the centre's server sets agents offline in Amazon Connect when their session has ended, as a centre should.
   *
   * @default true
   */
  readonly followsUp?: boolean;
  /** Receives one line for everything that fails. */
  readonly log: (line: string) => void;
}

/** A demo in progress. */
export interface Demo {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Serves the demo: an agent desktop with the agent library and the real Amazon Connect Streams, a stand-in for Amazon
 * Connect, and the centre's own server. It listens on 127.0.0.1 only.
 *
 * @throws StartError if another process has the port
 */
export async function startDemo({ port, apiUrl, followsUp = true, log }: DemoSettings): Promise<Demo> {
  const pages = await buildPages(apiUrl);
  const standInLog = makeStandInLog(Date.now);
  const standIn = new StandIn({
    now: Date.now,
    log: standInLog,
    onChange: (agentId, agent, before) => centre.reportChange(agentId, agent, before),
  });
  const centre = makeCentre({ apiUrl, standIn, followsUp, log });
  const server = createServer(demoListener(demoRoutes({ pages, standIn, standInLog, centre }), log));
  const url = await listen(server, port, 'the demo');
  return {
    url,
    async stop() {
      centre.stop();
      // Long polls need not finish.
      server.closeAllConnections();
      await close(server);
    },
  };
}
