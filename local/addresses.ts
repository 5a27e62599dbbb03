import { createServer, type RequestListener, type Server } from 'node:http';
import { startDynamodb } from './dynamodb/dynamodb-server.ts';
import { close, listen } from './listen.ts';
import type { AccessControl } from './permissions/access-control.ts';
import { startSqs } from './sqs/sqs-server.ts';
import type { SocketGateway } from './websocket/socket-gateway.ts';

/** Where everything listens. */
export interface Addresses {
  readonly http: string;
  /** Of the WebSocket API, without its stage. */
  readonly webSocket: string;
  readonly lambda: string;
  readonly dynamodb: string;
  readonly sqs: string;
  readonly sns: string;
  readonly events: string;
}

/** Takes what undoes a deed, to be called in reverse order. */
export type Undo = (deed: () => Promise<void> | void) => void;

/** An address that is taken before there is anything to serve: what comes early waits for the listener. */
interface OpenAddress<Listener = RequestListener> {
  readonly url: string;
  serve(listener: Listener): void;
  close(): Promise<void>;
}

/** The addresses of a run, all taken, so that a port in use is found out first and a free port is known in time. */
export interface OpenAddresses {
  readonly addresses: Addresses;
  readonly http: OpenAddress;
  readonly webSocket: OpenAddress<SocketListener>;
  readonly lambda: OpenAddress;
  readonly events: OpenAddress;
}

/** What the emulators behind the addresses go by. */
export interface EmulatorSettings {
  /** Where they keep their state. */
  readonly folder: string;
  /** What their delays are divided by. */
  readonly speed: number;
  readonly access: AccessControl;
}

/** What answers at the address of the WebSocket API. */
type SocketListener = Pick<SocketGateway, 'request' | 'upgrade'>;

/** Takes a port and those after it; 0 takes free ones. */
export async function openAddresses(port: number, settings: EmulatorSettings, undo: Undo): Promise<OpenAddresses> {
  const after = (offset: number) => (port === 0 ? 0 : port + offset);
  const open = async <Listener>(offset: number, purpose: string, toServer: ToServer<Listener>) => {
    const address = await openAddress(after(offset), purpose, toServer);
    undo(address.close);
    return address;
  };
  const http = await open(0, 'the HTTP API', forRequests);
  const webSocket = await open(1, 'the WebSocket API', forSockets);
  const lambda = await open(2, 'the Lambda Invoke API', forRequests);
  const events = await open(5, 'EventBridge', forRequests);
  const dynamodb = await startDynamodb(after(3), settings);
  undo(dynamodb.stop);
  const sqs = await startSqs(after(4), settings);
  undo(sqs.stop);
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

/** Makes the server of an address, whose listener comes later. */
type ToServer<Listener> = (listener: Promise<Listener>) => Server;

const forRequests: ToServer<RequestListener> = (listener) =>
  createServer(async (request, response) => (await listener)(request, response));

const forSockets: ToServer<SocketListener> = (listener) =>
  createServer(async (request, response) => (await listener).request(request, response)).on(
    'upgrade',
    async (request, socket, head) => (await listener).upgrade(request, socket, head),
  );

async function openAddress<Listener>(
  port: number,
  purpose: string,
  toServer: ToServer<Listener>,
): Promise<OpenAddress<Listener>> {
  const { promise, resolve } = Promise.withResolvers<Listener>();
  const server = toServer(promise);
  const url = await listen(server, port, purpose);
  return { url, serve: resolve, close: () => close(server) };
}
