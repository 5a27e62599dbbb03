import { mkdirSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import dynalite from 'dynalite';
import { close, listen, parseJson, type RunningServer, readBody } from '../http-server.ts';
import type { AccessControl } from '../permissions/access-control.ts';
import { dynamodbPermissions } from '../permissions/required-permissions.ts';
import { withLateIndexes } from './late-indexes.ts';

/** DynamoDB's limit for one request. */
const maximumBytes = 16 * 1024 * 1024;

/** Where the emulator keeps its items, and who may use it. */
export interface DynamodbSettings {
  readonly folder: string;
  readonly access: AccessControl;
  /** How late global secondary indexes are, in milliseconds of the machine's clock. @default 0 */
  readonly indexLag?: number;
}

/** Starts the embedded DynamoDB, with its items in the folder. */
export async function startDynamodb(
  port: number,
  { folder, access, indexLag = 0 }: DynamodbSettings,
): Promise<RunningServer> {
  const path = join(folder, 'dynamodb');
  mkdirSync(path, { recursive: true });
  const options = { createTableMs: 0, deleteTableMs: 0 };
  const emulator = dynalite({ ...options, path });
  const late = indexLag > 0 ? await withLateIndexes(() => dynalite(options), emulator, indexLag) : undefined;
  const server = withAccessControl(late?.server ?? emulator, access);
  const url = await listen(server, port, 'DynamoDB');
  return {
    url,
    async stop() {
      await close(server);
      await late?.close();
    },
  };
}

/** Checks every request before the emulator receives it. */
function withAccessControl(emulator: Server, access: AccessControl): Server {
  const listeners = emulator.listeners('request');
  return emulator.removeAllListeners('request').on('request', async (request, response) => {
    const body = await readBody(request, maximumBytes).catch(() => undefined);
    if (body === undefined) {
      response.writeHead(413).end();
      return;
    }
    const { authorization, 'x-amz-target': target } = request.headers;
    const required = () => dynamodbPermissions(target, parseJson(body.toString()));
    const denial = access.denial({ authorization, required });
    if (denial !== undefined) deny(response, denial);
    else for (const listener of listeners) listener.call(emulator, withUnreadBody(request, body), response);
  });
}

/** The request with its body to be read again. The emulator would throw at a request that was cut off; it gets none. */
function withUnreadBody({ method, url, headers }: IncomingMessage, body: Buffer): Readable {
  return Object.assign(Readable.from([body]), { method, url, headers });
}

function deny(response: ServerResponse, message: string): void {
  const body = JSON.stringify({ __type: 'com.amazon.coral.service#AccessDeniedException', Message: message });
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
}
