import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { WebSocket } from 'ws';

/** A client that is connected to a WebSocket API. */
export type SocketClient = Awaited<ReturnType<typeof connect>>;

/** The handshake was refused. */
class HandshakeRefused extends Error {
  readonly status: number;
  readonly body: string;

  constructor(status: number, body: string) {
    super(`The handshake was answered with ${status}: ${body}`);
    this.status = status;
    this.body = body;
  }
}

/**
 * Connects, and keeps the received frames until they are read.
 *
 * @throws HandshakeRefused
 */
export async function connect(url: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(url, { headers });
  const [frames, waiting]: [string[], ((frame: string) => void)[]] = [[], []];
  socket.on('message', (data) => {
    const next = waiting.shift();
    if (next === undefined) frames.push(String(data));
    else next(String(data));
  });
  const closed = once(socket, 'close').then(([code, reason]) => ({ code, reason: String(reason) }));
  const refused = Promise.withResolvers<never>();
  socket.on('unexpected-response', (_, response) => {
    text(response).then((body) => refused.reject(new HandshakeRefused(response.statusCode ?? 0, body)));
  });
  await Promise.race([once(socket, 'open'), refused.promise]);
  return {
    send: (frame: string | Buffer) => socket.send(frame),
    /** Sends a message in frames of at most so many bytes. */
    sendInFrames: (message: string, bytes: number) => {
      const whole = Buffer.from(message);
      for (let from = 0; from < whole.length; from += bytes)
        socket.send(whole.subarray(from, from + bytes), { binary: false, fin: from + bytes >= whole.length });
    },
    /** The next frame. Waits if there is none yet. */
    next: (): Promise<string> => {
      const frame = frames.shift();
      return frame === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(frame);
    },
    unread: () => [...frames],
    close: (code?: number, reason?: string) => socket.close(code, reason),
    /** Disconnects without a close frame. */
    vanish: () => socket.terminate(),
    closed,
  };
}
