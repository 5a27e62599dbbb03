import { setTimeout as wait } from 'node:timers/promises';
import type { ConnectionFacts } from './socket-event.ts';

/** API Gateway's limit for a message. */
export const maximumMessageBytes = 128 * 1024;

/** The reason for closing a connection after a message or frame that is too long. */
export const tooLong = 'Message too long';

/**
 * API Gateway's idle timeout and maximum duration of a connection. They are real time at any speed, as are the heartbeats
 * by which clients keep their connections open.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
const [idleMillis, maximumMillis] = [10 * 60_000, 120 * 60_000];

/** How long a client may take to confirm a close. */
const closingMillis = 500;

/** Receives the messages of a connection, and its end. */
export interface ConnectionListener {
  readonly message: (connection: Connection, text: string) => void;
  /** Called once. */
  readonly closed: (connection: Connection, code: number, reason: string) => void;
}

/** The parts of a `ws` WebSocket that a connection uses. */
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

/** A connection with a client. */
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
    const maximum = setTimeout(() => this.close(1001, 'Going away'), maximumMillis);
    socket.on('message', (data, isBinary) => {
      if (!this.isOpen) return;
      this.#recordActivity();
      if (isBinary) void this.close(1003, 'Binary frames are not supported');
      else listener.message(this, String(data));
    });
    socket.on('error', (error) => {
      if ('code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH')
        this.#closing ??= { code: 1009, reason: tooLong };
    });
    socket.once('close', (code, reason) => {
      clearTimeout(this.#idle);
      clearTimeout(maximum);
      const end = this.#closing ?? { code, reason: reasonOf(code, String(reason)) };
      listener.closed(this, end.code, end.reason);
      this.#closed.resolve();
    });
  }

  /** Whether it can be written to: it is neither closed nor closing. */
  get isOpen(): boolean {
    return this.#closing === undefined && this.#socket.readyState === this.#socket.OPEN;
  }

  get lastActiveAt(): number {
    return this.#lastActiveAt;
  }

  /** Sends a text. It is lost if the client is just disconnecting. */
  async send(text: string | Buffer): Promise<void> {
    this.#recordActivity();
    const sent = Promise.withResolvers<void>();
    this.#socket.send(text, { binary: false }, () => sent.resolve());
    await sent.promise;
  }

  /** Closes the connection, after half a second even if the client does not confirm. */
  async close(code: number, reason: string): Promise<void> {
    this.#closing ??= { code, reason };
    this.#socket.close(code, reason);
    await Promise.race([this.#closed.promise, wait(closingMillis, undefined, { ref: false })]);
    this.#socket.terminate();
    await this.#closed.promise;
  }

  #recordActivity(): void {
    this.#lastActiveAt = this.#now();
    this.#idle.refresh();
  }
}

/** API Gateway has a reason of its own for a client that closes without a status. */
function reasonOf(code: number, reason: string): string {
  return code === 1005 ? 'Client-side close frame status not set' : reason;
}
