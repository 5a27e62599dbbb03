import type { IncomingMessage, RequestListener } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import type { InFlight } from '../in-flight.ts';
import type { AccessControl } from '../permissions/access-control.ts';
import { Connection, maximumMessageBytes, tooLong } from './connection.ts';
import { onLongFrame } from './frame-lengths.ts';
import { makeHandshake } from './handshake.ts';
import { managementApi } from './management-api.ts';
import type { ConnectionFacts } from './socket-event.ts';
import { openSocketFunctions, type SocketFunctionSettings } from './socket-functions.ts';

/** A WebSocket API, its functions and permissions. */
export interface SocketGatewaySettings extends SocketFunctionSettings {
  readonly access: AccessControl;
  /** Keeps connections until the function of `$disconnect` has ended. */
  readonly inFlight: InFlight<ConnectionFacts>;
  readonly log: (line: string) => void;
}

/** What serves an address for both WebSocket connections and requests. */
export interface SocketGateway {
  readonly request: RequestListener;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Invokes the functions of `$disconnect` for connections of an earlier run that was killed. */
  resume(): void;
  /** Closes every connection. The functions of `$disconnect` have two seconds to finish. */
  stop(): Promise<void>;
}

/** How a connection ends that its client has not closed. */
const abnormally = [1006, 'Connection closed abnormally'] as const;

const json = { 'Content-Type': 'application/json' };

/** Serves the app's WebSocket API and the management API of its connections, as API Gateway does. */
export function openSocketGateway(settings: SocketGatewaySettings): SocketGateway {
  const { api, now, access, inFlight, log } = settings;
  const functions = openSocketFunctions(settings);
  const performHandshake = makeHandshake({ api, functions, now });
  const connections = new Map<string, Connection>();
  const accepted = new WeakMap<IncomingMessage, ConnectionFacts>();
  const disconnecting = new Set<Promise<void>>();
  let stopping = false;

  const logFailure = (work: Promise<unknown>) =>
    work.then(
      () => {},
      (error: unknown) => log(`The WebSocket API failed: ${String(error)}`),
    );
  const disconnect = (facts: ConnectionFacts, code: number, reason: string) => {
    const done = logFailure(functions.disconnect(facts, code, reason)).finally(() => {
      inFlight.end(facts.connectionId);
      disconnecting.delete(done);
    });
    disconnecting.add(done);
  };
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: maximumMessageBytes,
    handleProtocols: () => false,
    // Called after the library has checked the request, so that no function is invoked for a malformed handshake.
    verifyClient: ({ req }, respond) =>
      void logFailure(
        performHandshake(req).then(
          (handshake) => {
            if (!handshake.accepted) return respond(false, handshake.status, handshake.body, json);
            accepted.set(req, handshake.facts);
            inFlight.begin(handshake.facts.connectionId, handshake.facts);
            const isConnected = !stopping && req.socket.readable && req.socket.writable;
            if (!isConnected) disconnect(handshake.facts, ...abnormally);
            respond(isConnected, 503);
          },
          (error: unknown) => {
            respond(false, 500, JSON.stringify({ message: 'Internal server error' }), json);
            throw error;
          },
        ),
      ),
  });
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    server.handleUpgrade(request, socket, head, (webSocket) => {
      const facts = accepted.get(request);
      if (facts === undefined) return webSocket.terminate();
      const connection = new Connection(facts, webSocket, now, {
        message: (sender, text) => void logFailure(functions.message(sender, text)),
        closed(_, code, reason) {
          connections.delete(facts.connectionId);
          disconnect(facts, code, reason);
        },
      });
      connections.set(facts.connectionId, connection);
      onLongFrame(socket, () => void connection.close(1009, tooLong));
    });

  return {
    request: managementApi({ api, access, connections }),
    upgrade,
    resume() {
      for (const { work } of inFlight.left) disconnect(work, ...abnormally);
    },
    async stop() {
      stopping = true;
      await Promise.all([...connections.values()].map((connection) => connection.close(1001, 'Going away')));
      await Promise.race([Promise.all(disconnecting), wait(2000, undefined, { ref: false })]);
    },
  };
}
