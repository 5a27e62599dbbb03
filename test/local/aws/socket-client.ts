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

/** How many addresses are tried that expire before they are used. */
const mostAddresses = 10;

/**
 * Connects to an address of a token that is not valid for long. In an app whose minutes are seconds it may expire before a
 * busy machine has used it, so that the next one is asked for, as clients do.
 *
 * @throws HandshakeRefused
 */
export async function connectInTime(askAddress: () => Promise<string>): Promise<SocketClient> {
  for (let asked = 1; ; asked += 1) {
    try {
      return await connect(await askAddress());
    } catch (error) {
      const hasExpired = error instanceof HandshakeRefused && error.status === 403;
      if (!hasExpired || asked === mostAddresses) throw error;
    }
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
  let listener: ((frame: string) => void) | undefined;
  socket.on('message', (data) => {
    const next = waiting.shift() ?? listener;
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
    /** Passes on the frames that are not read yet, and all later ones. */
    onFrame(pass: (frame: string) => void) {
      for (const frame of frames.splice(0)) pass(frame);
      listener = pass;
    },
    close: (code?: number, reason?: string) => socket.close(code, reason),
    /** Disconnects without a close frame. */
    vanish: () => socket.terminate(),
    closed,
  };
}
