import { createServer } from 'node:http';
import { close, listen } from '../../aws/http-server.ts';
import type { Centre } from '../../connect/stand-in.ts';
import { type DemoRoute, demoListener } from '../demo-listener.ts';
import { fileRoute, withBody } from '../demo-routes.ts';
import type { Demo } from '../demo-server.ts';
import { buildDrivenPages } from '../pages.ts';
import { jobSchema, makeSupervisor, orderSchema } from './supervisor.ts';
import { wallboardOf } from './wallboard.ts';
import { actAs, actSchema } from './your-panel.ts';

/** An instance of the stand-in for the demo, with a key of Lastcall for it. */
export interface DrivenInstance {
  readonly centre: Centre;
  /** The username of the visitor. */
  readonly yours: string;
  /** `keyId:secret` */
  readonly apiKey: string;
}

interface DrivenDemoSettings extends DrivenInstance {
  /** 0 picks a free port. */
  readonly port: number;
  /** Lastcall's HTTP API, without a trailing slash. */
  readonly apiUrl: string;
  /** Receives one line for everything that fails. */
  readonly log: (line: string) => void;
}

/**
 * Serves the demo of an instance of Amazon Connect: a wallboard of its agents, the panel of one of them, who is the visitor,
 * and a supervisor's tool that forces them out through Lastcall's API. It listens on 127.0.0.1 only.
 *
 * @throws StartError if another process has the port
 */
export async function startDrivenDemo({ port, log, centre, yours, ...api }: DrivenDemoSettings): Promise<Demo> {
  const pages = await buildDrivenPages();
  const supervisor = makeSupervisor(api);
  const routes: readonly DemoRoute[] = [
    fileRoute('/', pages.page),
    fileRoute('/demo.css', pages.style),
    fileRoute('/driven.css', pages.drivenStyle),
    fileRoute('/driven-page.js', pages.script),
    { routeKey: 'GET /wallboard', answer: () => ({ json: wallboardOf(centre, yours) }) },
    { routeKey: 'GET /known', answer: supervisor.known },
    {
      routeKey: 'POST /you',
      answer: withBody(actSchema, (act) => {
        try {
          actAs(centre, centre.instance.directory.userNamed(yours).id, act);
          return { json: {} };
        } catch (error) {
          return { status: 409, json: { message: error instanceof Error ? error.message : String(error) } };
        }
      }),
    },
    { routeKey: 'POST /force-logouts', answer: withBody(orderSchema, supervisor.forceOut) },
    { routeKey: 'POST /job', answer: withBody(jobSchema, ({ jobId }) => supervisor.job(jobId)) },
  ];
  const server = createServer(demoListener(routes, log));
  const url = await listen(server, port, 'the demo');
  return {
    url,
    stop() {
      server.closeAllConnections();
      return close(server);
    },
  };
}
