import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { parseJson, readBody } from '../http/body.ts';
import type { AccessControl } from '../permissions/access-control.ts';
import { dynamodbNeeds } from '../permissions/needs.ts';

/** DynamoDB's limit of one request. */
const maximumBytes = 16 * 1024 * 1024;

/** Has every request to the emulator checked before the emulator sees it. */
export function guard(emulator: Server, access: AccessControl): Server {
  const listeners = emulator.listeners('request');
  return emulator.removeAllListeners('request').on('request', async (request, response) => {
    const body = await readBody(request, maximumBytes).catch(() => undefined);
    if (body === undefined) {
      response.writeHead(413).end();
      return;
    }
    const { authorization, 'x-amz-target': target } = request.headers;
    const denial = access.denial({ authorization, needs: () => dynamodbNeeds(target, parseJson(body.toString())) });
    if (denial !== undefined) deny(response, denial);
    else for (const listener of listeners) listener.call(emulator, readAgain(request, body), response);
  });
}

/** The request with its body unread. The emulator never meets one that was cut off, at which it would throw. */
function readAgain({ method, url, headers }: IncomingMessage, body: Buffer): Readable {
  return Object.assign(Readable.from([body]), { method, url, headers });
}

function deny(response: ServerResponse, message: string): void {
  const body = JSON.stringify({ __type: 'com.amazon.coral.service#AccessDeniedException', Message: message });
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
}
