import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { StartError } from './start-error.ts';

/** Where the services of a local run listen, as URLs without a trailing slash. */
export interface Addresses {
  readonly http: string;
  /** The WebSocket API, without its stage. */
  readonly webSocket: string;
  readonly lambda: string;
  readonly dynamodb: string;
  readonly sqs: string;
  readonly sns: string;
  readonly events: string;
}

/** An emulator that listens. */
export interface RunningServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** The only interface that servers listen on. */
export const host = '127.0.0.1';

/** The open sockets of a server. Node's own list leaves out those that were upgraded to WebSocket. */
const openSockets = new WeakMap<Server, Set<Socket>>();

/**
 * Listens on a port, or on a free one for 0, and returns the URL.
 *
 * @throws StartError naming the port if another process has it
 */
export async function listen(server: Server, port: number, purpose: string): Promise<string> {
  const sockets = new Set<Socket>();
  openSockets.set(server, sockets);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw listenError(error, port, purpose);
  }
  const address = server.address();
  return `http://${host}:${typeof address === 'object' ? address?.port : port}`;
}

/** Turns "address in use" into a message for the person who started the run; other errors stay as they are. */
export function listenError(error: unknown, port: number, purpose: string): unknown {
  const inUse = typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE';
  return inUse
    ? new StartError(`Port ${port}, needed for ${purpose}, is in use; free it or choose other ports with --port`)
    : error;
}

/** Stops a server. Requests in progress have two seconds to finish. Stopping twice does no harm. */
export async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const timer = setTimeout(() => {
    for (const socket of openSockets.get(server) ?? []) socket.destroy();
  }, 2000);
  await closed;
  clearTimeout(timer);
}

/** Reads a request's body. Undefined if it exceeds the maximum; the rest is then read and dropped. */
export async function readBody(incoming: IncomingMessage, maximumBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    bytes += chunk.length;
    if (bytes <= maximumBytes) chunks.push(chunk);
  }
  return bytes <= maximumBytes ? Buffer.concat(chunks) : undefined;
}

/** Parses JSON. Undefined if the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
