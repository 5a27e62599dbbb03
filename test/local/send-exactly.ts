import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';

/** A request as a client sends it: names of headers in its letters, and a body of any bytes. */
export interface Exact {
  readonly headers?: Readonly<Record<string, string>>;
  /** @default none, and no header about it */
  readonly body?: string | Buffer;
}

/** An answer as it came. */
export interface Received {
  readonly status: number | undefined;
  /** The names of the headers, in the letters of the server. */
  readonly names: readonly string[];
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

/** Makes a function that sends requests byte by byte, as `fetch` does not: `PUT /a//b?c`. */
export const sendExactly =
  (url: string) =>
  async (call: string, { headers, body }: Exact = {}): Promise<Received> => {
    const [method = '', path = ''] = call.split(' ');
    const { hostname, port } = new URL(url);
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
    const sent = request({ hostname, port, method, path, headers: { ...length, ...headers } });
    sent.end(body);
    const [response] = await once(sent, 'response');
    const names = response.rawHeaders.filter((_: string, index: number) => index % 2 === 0);
    return { status: response.statusCode, names, headers: response.headers, text: await text(response) };
  };
