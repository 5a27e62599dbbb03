import type { IncomingMessage } from 'node:http';

/** A request as events of payload format 1.0 tell it: a name that stands twice has its last value, and all of them. */
export interface HandshakeFields {
  readonly headers: Readonly<Record<string, string>>;
  readonly multiValueHeaders: Readonly<Record<string, readonly string[]>>;
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly multiValueQueryStringParameters?: Readonly<Record<string, readonly string[]>>;
}

/** Reads the headers of a request, as they were written, and its query. */
export function handshakeFields({
  rawHeaders,
  url = '/',
}: Pick<IncomingMessage, 'rawHeaders' | 'url'>): HandshakeFields {
  const headers = rawHeaders.flatMap((name, index): [string, string][] =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? '']] : [],
  );
  const query = [...new URLSearchParams(url.split('?')[1])];
  return {
    headers: Object.fromEntries(headers),
    multiValueHeaders: grouped(headers),
    ...(query.length === 0
      ? {}
      : { queryStringParameters: Object.fromEntries(query), multiValueQueryStringParameters: grouped(query) }),
  };
}

function grouped(pairs: readonly [string, string][]): Record<string, string[]> {
  const groups = Map.groupBy(pairs, ([name]) => name);
  return Object.fromEntries([...groups].map(([name, group]) => [name, group.map(([, value]) => value)]));
}
