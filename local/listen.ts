import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { StartFault } from './start-fault.ts';

/** The only interface anything here listens on. */
export const host = '127.0.0.1';

/** Everybody who is connected to a server; the server itself forgets those who have gone over to WebSocket. */
const connected = new WeakMap<Server, Set<Socket>>();

/**
 * Listens on a port, or on a free one for 0, and answers the address.
 *
 * @throws StartFault naming the port when somebody else has it
 */
export async function listen(server: Server, port: number, purpose: string): Promise<string> {
  const sockets = new Set<Socket>();
  connected.set(server, sockets);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw listenFault(error, port, purpose);
  }
  const address = server.address();
  return `http://${host}:${typeof address === 'object' ? address?.port : port}`;
}

/** What a failed attempt to listen means to the person who started the run. */
export function listenFault(error: unknown, port: number, purpose: string): unknown {
  const inUse = typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE';
  return inUse
    ? new StartFault(`Port ${port}, needed for ${purpose}, is in use; free it or choose other ports with --port`)
    : error;
}

/** Stops a server: requests under way may finish for a moment, then they are cut off. Stopping twice does no harm. */
export async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const patience = setTimeout(() => {
    for (const socket of connected.get(server) ?? []) socket.destroy();
  }, 2000);
  await closed;
  clearTimeout(patience);
}
