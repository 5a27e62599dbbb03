import { createServer, type RequestListener } from 'node:http';
import { startDynamodb } from './dynamodb/dynamodb-server.ts';
import { close, listen } from './listen.ts';
import type { AccessControl } from './permissions/access-control.ts';
import { startSqs } from './sqs/sqs-server.ts';

/** Where everything listens. */
export interface Addresses {
  readonly http: string;
  readonly lambda: string;
  readonly dynamodb: string;
  readonly sqs: string;
  readonly events: string;
}

/** Takes what undoes a deed, to be called in reverse order. */
export type Undo = (deed: () => Promise<void> | void) => void;

/** An address that is taken before there is anything to serve: requests that come early wait for the listener. */
interface OpenAddress {
  readonly url: string;
  serve(listener: RequestListener): void;
  close(): Promise<void>;
}

/** The addresses of a run, all taken, so that a port in use is found out first and a free port is known in time. */
export interface OpenAddresses {
  readonly addresses: Addresses;
  readonly http: OpenAddress;
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

/** Takes a port and those after it (port + 1 is the WebSocket API's); 0 takes free ones. */
export async function openAddresses(port: number, settings: EmulatorSettings, undo: Undo): Promise<OpenAddresses> {
  const after = (offset: number) => (port === 0 ? 0 : port + offset);
  const open = async (offset: number, purpose: string) => {
    const address = await openAddress(after(offset), purpose);
    undo(address.close);
    return address;
  };
  const http = await open(0, 'the HTTP API');
  const lambda = await open(2, 'the Lambda Invoke API');
  const events = await open(5, 'EventBridge');
  const dynamodb = await startDynamodb(after(3), settings);
  undo(dynamodb.stop);
  const sqs = await startSqs(after(4), settings);
  undo(sqs.stop);
  const addresses = { http: http.url, lambda: lambda.url, dynamodb: dynamodb.url, sqs: sqs.url, events: events.url };
  return { addresses, http, lambda, events };
}

async function openAddress(port: number, purpose: string): Promise<OpenAddress> {
  const { promise, resolve } = Promise.withResolvers<RequestListener>();
  const server = createServer(async (request, response) => (await promise)(request, response));
  const url = await listen(server, port, purpose);
  return { url, serve: resolve, close: () => close(server) };
}
