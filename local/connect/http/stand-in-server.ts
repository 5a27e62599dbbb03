import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { close, listen, type RunningServer, readBody } from '../../aws/http-server.ts';
import type { ConnectStandIn } from '../stand-in.ts';
import { answerControl, controlPath } from './control-routes.ts';
import type { StandInAnswer } from './request.ts';

/** More than any request of Amazon Connect has. */
const mostBytes = 1_000_000;

/**
 * Serves a stand-in over HTTP, at which `AWS_ENDPOINT_URL_CONNECT` may point. Beneath `/_stand-in/` people control it.
 *
 * @param port 0 picks a free one
 */
export async function serveStandIn(standIn: ConnectStandIn, port = 0): Promise<RunningServer> {
  const server = createServer((incoming, response) => {
    answer(standIn, incoming)
      .then((given) => given && write(response, given))
      .catch((error: unknown) => {
        console.error('The stand-in for Amazon Connect failed', error);
        write(response, { status: 500, headers: {}, body: '' });
      });
  });
  const url = await listen(server, port, 'Amazon Connect');
  return { url, stop: () => close(server) };
}

async function answer(standIn: ConnectStandIn, incoming: IncomingMessage): Promise<StandInAnswer | undefined> {
  const { method = 'GET', url = '/' } = incoming;
  const [path = '/', query = ''] = url.split('?', 2);
  const body = await readBody(incoming, mostBytes);
  if (body === undefined) return { status: 413, headers: {}, body: '' };
  const { authorization } = incoming.headers;
  const request = {
    method,
    path,
    query: new URLSearchParams(query),
    headers: { authorization },
    body: body.toString(),
  };
  return path.startsWith(controlPath) ? answerControl(standIn, request) : standIn.answer(request);
}

function write(response: ServerResponse, { status, headers, body }: StandInAnswer): void {
  response.writeHead(status, headers);
  response.end(body);
}
