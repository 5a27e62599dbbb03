import type { IncomingMessage, RequestListener } from 'node:http';
import { matchRoute } from '../aws/http/route-match.ts';
import { parseJson, readBody } from '../aws/http-server.ts';

/** More than a page or a worker of the demo sends. */
const maximumBodyBytes = 256 * 1024;

/** A request to a route of the demo. */
export interface DemoRequest {
  readonly agentId: string;
  readonly body: unknown;
}

/** An answer: a value as JSON, or a text with its content type. */
export interface DemoAnswer {
  readonly status?: number;
  readonly json?: object;
  readonly text?: string;
  readonly type?: string;
}

/** A route of the demo: method and path, and the function that answers them. */
export interface DemoRoute {
  readonly routeKey: string;
  readonly answer: (request: DemoRequest) => DemoAnswer | Promise<DemoAnswer>;
}

/** Makes the listener that serves routes. Browsers must not cache the answers. */
export function demoListener(routes: readonly DemoRoute[], log: (line: string) => void): RequestListener {
  return async (incoming, response) => {
    const {
      status = 200,
      json,
      text = '',
      type = 'text/plain;charset=utf-8',
    } = await respond(routes, incoming).catch((error: unknown): DemoAnswer => {
      log(`The demo could not answer ${incoming.method} ${incoming.url}: ${String(error)}`);
      return { status: 500, json: { message: 'The demo could not answer; the output of the local run says why' } };
    });
    response.writeHead(status, {
      'cache-control': 'no-store',
      'content-type': json === undefined ? type : 'application/json',
      'x-content-type-options': 'nosniff',
    });
    response.end(status === 204 ? undefined : json === undefined ? text : JSON.stringify(json));
  };
}

/** Whether a request comes from a page of another origin, or by another name of this machine. Both are refused. */
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
