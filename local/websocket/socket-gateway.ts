import type { IncomingMessage, RequestListener } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import type { AccessControl } from '../permissions/access-control.ts';
import { Connection, longestMessageBytes, tooLong } from './connection.ts';
import { onLongFrame } from './frame-lengths.ts';
import { makeHandshake } from './handshake.ts';
import { managementApi } from './management-api.ts';
import type { ConnectionFacts } from './socket-event.ts';
import { openSocketFunctions, type SocketFunctionSettings } from './socket-functions.ts';

/** What the WebSocket API needs of the rest of the local run. */
export interface SocketGatewaySettings extends SocketFunctionSettings {
  readonly access: AccessControl;
  readonly log: (line: string) => void;
}

/** What answers at an address that takes WebSockets as well as requests. */
export interface SocketGateway {
  readonly request: RequestListener;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Closes every connection and has their functions told, as long as that takes no more than a moment. */
  stop(): Promise<void>;
}

const json = { 'Content-Type': 'application/json' };

/** Serves the app's WebSocket API and the API that manages its connections, as API Gateway does. */
export function openSocketGateway(settings: SocketGatewaySettings): SocketGateway {
  const { api, now, access, log } = settings;
  const functions = openSocketFunctions(settings);
  const admit = makeHandshake({ api, functions, now });
  const connections = new Map<string, Connection>();
  const admitted = new WeakMap<IncomingMessage, ConnectionFacts>();
  const leaving = new Set<Promise<void>>();
  let stopping = false;

  const carryOut = (deed: Promise<unknown>) =>
    deed.then(
      () => {},
      (error: unknown) => log(`The WebSocket API failed: ${String(error)}`),
    );
  const leave = (facts: ConnectionFacts, code: number, reason: string) => {
    const told = carryOut(functions.disconnect(facts, code, reason)).finally(() => leaving.delete(told));
    leaving.add(told);
  };
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: longestMessageBytes,
    handleProtocols: () => false,
    // Asked when the handshake is known to be well-formed, so that nobody is admitted who cannot connect.
    verifyClient: ({ req }, answer) =>
      void carryOut(
        admit(req).then(
          (admission) => {
            if (!admission.admitted) return answer(false, admission.status, admission.body, json);
            admitted.set(req, admission.facts);
            const isThere = !stopping && req.socket.readable && req.socket.writable;
            if (!isThere) leave(admission.facts, 1006, 'Connection closed abnormally');
            answer(isThere, 503);
          },
          (error: unknown) => {
            answer(false, 500, JSON.stringify({ message: 'Internal server error' }), json);
            throw error;
          },
        ),
      ),
  });
  const open = (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    server.handleUpgrade(request, socket, head, (webSocket) => {
      const facts = admitted.get(request);
      if (facts === undefined) return webSocket.terminate();
      const connection = new Connection(facts, webSocket, now, {
        message: (sender, text) => void carryOut(functions.message(sender, text)),
        closed(_, code, reason) {
          connections.delete(facts.connectionId);
          leave(facts, code, reason);
        },
      });
      connections.set(facts.connectionId, connection);
      onLongFrame(socket, () => void connection.close(1009, tooLong));
    });

  return {
    request: managementApi({ api, access, connections }),
    upgrade: open,
    async stop() {
      stopping = true;
      await Promise.all([...connections.values()].map((connection) => connection.close(1001, 'Going away')));
      await Promise.race([Promise.all(leaving), wait(2000, undefined, { ref: false })]);
    },
  };
}
