import { setTimeout as wait } from 'node:timers/promises';
import type { ConnectionFacts } from './socket-event.ts';

/** API Gateway's limit of a message. */
export const longestMessageBytes = 128 * 1024;

/** Why a connection is closed on which more comes than may come at once. */
export const tooLong = 'Message too long';

/**
 * How long API Gateway keeps a connection on which nobody says anything, and any connection. Here they are times of the
 * clock on the wall, whatever the speed: so are the heartbeats by which clients keep their connections.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
const [idleMillis, longestMillis] = [10 * 60_000, 120 * 60_000];

/** How long a client may take to agree to a close. */
const closingMillis = 500;

/** Who is told of what comes in on a connection, and of its end. */
export interface ConnectionListener {
  readonly message: (connection: Connection, text: string) => void;
  /** Called once. */
  readonly closed: (connection: Connection, code: number, reason: string) => void;
}

/** As much of a `ws` WebSocket as a connection needs. */
export interface ClientSocket {
  readonly OPEN: number;
  readonly readyState: number;
  send(data: string | Buffer, options: { readonly binary: boolean }, sent: () => void): void;
  close(code: number, reason: string): void;
  terminate(): void;
  on(event: 'message', listener: (data: unknown, isBinary: boolean) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  once(event: 'close', listener: (code: number, reason: Buffer) => void): unknown;
}

/** An open connection with its client. */
export class Connection {
  readonly facts: ConnectionFacts;
  #lastActiveAt: number;
  #closing: { readonly code: number; readonly reason: string } | undefined;
  readonly #socket: ClientSocket;
  readonly #now: () => number;
  readonly #idle: NodeJS.Timeout;
  readonly #closed = Promise.withResolvers<void>();

  constructor(facts: ConnectionFacts, socket: ClientSocket, now: () => number, listener: ConnectionListener) {
    this.facts = facts;
    this.#socket = socket;
    this.#now = now;
    this.#lastActiveAt = now();
    this.#idle = setTimeout(() => this.close(1001, 'Going away'), idleMillis);
    const longest = setTimeout(() => this.close(1001, 'Going away'), longestMillis);
    socket.on('message', (data, isBinary) => {
      if (!this.isOpen) return;
      this.#noteActivity();
      if (isBinary) void this.close(1003, 'Binary frames are not supported');
      else listener.message(this, String(data));
    });
    socket.on('error', (error) => {
      if ('code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH')
        this.#closing ??= { code: 1009, reason: tooLong };
    });
    socket.once('close', (code, reason) => {
      clearTimeout(this.#idle);
      clearTimeout(longest);
      const end = this.#closing ?? { code, reason: reasonOf(code, String(reason)) };
      listener.closed(this, end.code, end.reason);
      this.#closed.resolve();
    });
  }

  /** Whether it can be written to: it is neither closed nor about to be. */
  get isOpen(): boolean {
    return this.#closing === undefined && this.#socket.readyState === this.#socket.OPEN;
  }

  get lastActiveAt(): number {
    return this.#lastActiveAt;
  }

  /** Sends a text; one to a client who is just leaving is lost. */
  async send(text: string | Buffer): Promise<void> {
    this.#noteActivity();
    const sent = Promise.withResolvers<void>();
    this.#socket.send(text, { binary: false }, () => sent.resolve());
    await sent.promise;
  }

  /** Closes the connection, with or without the client's consent. */
  async close(code: number, reason: string): Promise<void> {
    this.#closing ??= { code, reason };
    this.#socket.close(code, reason);
    await Promise.race([this.#closed.promise, wait(closingMillis, undefined, { ref: false })]);
    this.#socket.terminate();
    await this.#closed.promise;
  }

  #noteActivity(): void {
    this.#lastActiveAt = this.#now();
    this.#idle.refresh();
  }
}

/** API Gateway has words of its own for a client that gives no status. */
function reasonOf(code: number, reason: string): string {
  return code === 1005 ? 'Client-side close frame status not set' : reason;
}
