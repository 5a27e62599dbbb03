import type { IncomingMessage, RequestListener } from 'node:http';
import { parseJson, readBody } from '../http/body.ts';
import { matchRoute } from '../http/route-match.ts';

/** Larger than anything a page or a worker of the demo sends. */
const maximumBodyBytes = 256 * 1024;

/** What a route of the demo is asked. */
export interface DemoRequest {
  readonly agentId: string;
  readonly body: unknown;
}

/** What it answers: a value as JSON, or a text of some type. */
export interface DemoAnswer {
  readonly status?: number;
  readonly json?: object;
  readonly text?: string;
  readonly type?: string;
}

/** A method and path, and what answers them. */
export interface DemoRoute {
  readonly routeKey: string;
  readonly answer: (request: DemoRequest) => DemoAnswer | Promise<DemoAnswer>;
}

/** Answers requests by routes, and none of it is ever kept by a browser. */
export function demoListener(routes: readonly DemoRoute[], log: (line: string) => void): RequestListener {
  return async (incoming, response) => {
    const {
      status = 200,
      json,
      text = '',
      type = 'text/plain;charset=utf-8',
    } = await respond(routes, incoming).catch((error: unknown): DemoAnswer => {
      log(`The demo could not answer ${incoming.method} ${incoming.url}: ${String(error)}`);
      return { status: 500, json: { message: 'The demo could not answer; the local run tells why' } };
    });
    response.writeHead(status, {
      'cache-control': 'no-store',
      'content-type': json === undefined ? type : 'application/json',
      'x-content-type-options': 'nosniff',
    });
    response.end(status === 204 ? undefined : json === undefined ? text : JSON.stringify(json));
  };
}

/** Pages of others may not use the demo, whatever name they give this machine. */
function isForeign({ headers: { host = '', origin } }: IncomingMessage): boolean {
  return !/^(127\.0\.0\.1|localhost):\d+$/.test(host) || (origin !== undefined && origin !== `http://${host}`);
}

async function respond(routes: readonly DemoRoute[], incoming: IncomingMessage): Promise<DemoAnswer> {
  if (isForeign(incoming)) return { status: 403, text: 'The demo is for its own pages on this machine' };
  const path = (incoming.url ?? '/').split('?')[0] ?? '/';
  const match = matchRoute(routes, incoming.method ?? 'GET', path);
  if (match === undefined) return { status: 404, text: 'There is nothing here; the demo begins at /' };
  const body = await readBody(incoming, maximumBodyBytes);
  if (body === undefined) return { status: 413, text: 'That is more than the demo takes' };
  return match.route.answer({ agentId: match.pathParameters.agentId ?? '', body: parseJson(body.toString()) });
}
