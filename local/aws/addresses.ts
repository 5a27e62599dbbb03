import { createServer, type RequestListener, type Server } from 'node:http';
import { startDynamodb } from './dynamodb/dynamodb-server.ts';
import { type Addresses, close, listen } from './http-server.ts';
import type { AccessControl } from './permissions/access-control.ts';
import { startSqs } from './sqs/sqs-server.ts';
import type { SocketGateway } from './websocket/socket-gateway.ts';

/** An address that is taken before there is a listener for it: requests wait until `serve` is called. */
interface OpenAddress<Listener = RequestListener> {
  readonly url: string;
  serve(listener: Listener): void;
  close(): Promise<void>;
}

/** The addresses of a run. All are taken first, so that a port in use is reported at once and every URL is known. */
export interface OpenAddresses {
  readonly addresses: Addresses;
  readonly http: OpenAddress;
  readonly webSocket: OpenAddress<SocketListener>;
  readonly lambda: OpenAddress;
  readonly events: OpenAddress;
}

/** Settings of the embedded emulators. */
export interface EmulatorSettings {
  /** Where they keep their state. */
  readonly folder: string;
  /** What their delays are divided by. */
  readonly speed: number;
  readonly access: AccessControl;
  /** How late global secondary indexes are, in milliseconds. */
  readonly indexLag: number;
}

/** What serves the address of the WebSocket API. */
type SocketListener = Pick<SocketGateway, 'request' | 'upgrade'>;

/** Takes a port and the five after it, or free ones for 0. DynamoDB and SQS are started at once. */
export async function openAddresses(
  port: number,
  settings: EmulatorSettings,
  cleanup: AsyncDisposableStack,
): Promise<OpenAddresses> {
  const after = (offset: number) => (port === 0 ? 0 : port + offset);
  const open = async <Listener>(offset: number, purpose: string, makeServer: MakeServer<Listener>) => {
    const address = await openAddress(after(offset), purpose, makeServer);
    cleanup.defer(address.close);
    return address;
  };
  const http = await open(0, 'the HTTP API', makeRequestServer);
  const webSocket = await open(1, 'the WebSocket API', makeSocketServer);
  const lambda = await open(2, 'the Lambda Invoke API', makeRequestServer);
  const events = await open(5, 'EventBridge', makeRequestServer);
  const dynamodb = await startDynamodb(after(3), settings);
  cleanup.defer(dynamodb.stop);
  const sqs = await startSqs(after(4), settings);
  cleanup.defer(sqs.stop);
  const addresses = {
    http: http.url,
    webSocket: webSocket.url.replace(/^http/, 'ws'),
    lambda: lambda.url,
    dynamodb: dynamodb.url,
    sqs: sqs.url,
    sns: sqs.url,
    events: events.url,
  };
  return { addresses, http, webSocket, lambda, events };
}

/** Makes a server whose listener is provided later. */
type MakeServer<Listener> = (listener: Promise<Listener>) => Server;

const makeRequestServer: MakeServer<RequestListener> = (listener) =>
  createServer(async (request, response) => (await listener)(request, response));

const makeSocketServer: MakeServer<SocketListener> = (listener) =>
  createServer(async (request, response) => (await listener).request(request, response)).on(
    'upgrade',
    async (request, socket, head) => (await listener).upgrade(request, socket, head),
  );

async function openAddress<Listener>(
  port: number,
  purpose: string,
  makeServer: MakeServer<Listener>,
): Promise<OpenAddress<Listener>> {
  const { promise, resolve } = Promise.withResolvers<Listener>();
  const server = makeServer(promise);
  const url = await listen(server, port, purpose);
  return { url, serve: resolve, close: () => close(server) };
}
