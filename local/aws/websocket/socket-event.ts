import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { commonLogTime } from '../http/request-event.ts';

export const connectionFacts = z.object({
  connectionId: z.string(),
  /** Virtual time. */
  connectedAt: z.number(),
  apiId: z.string(),
  stage: z.string(),
  domainName: z.string(),
  identity: z.object({ sourceIp: z.string(), userAgent: z.string().exactOptional() }),
  /** The context that the authorizer returned. */
  authorizer: z.record(z.string(), z.string()).exactOptional(),
});

/** What every event of a connection says about it. */
export type ConnectionFacts = Readonly<z.output<typeof connectionFacts>>;

/** The kind of an event, and what only events of that kind have. */
export type SocketEventType =
  | { readonly eventType: 'CONNECT' }
  | { readonly eventType: 'MESSAGE'; readonly routeKey: string; readonly body: string }
  | { readonly eventType: 'DISCONNECT'; readonly code: number; readonly reason: string };

/** The `requestContext` of an event. */
export type SocketRequestContext = ConnectionFacts & {
  /** Error messages to the client contain it. */
  readonly requestId: string;
};

/**
 * Makes the `requestContext` of an event.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
export function socketRequestContext(
  connection: ConnectionFacts,
  event: SocketEventType,
  instant: number,
): SocketRequestContext {
  const requestId = gatewayId();
  return {
    ...connection,
    ...typeFields(event),
    requestId,
    ...{ extendedRequestId: requestId, requestTime: commonLogTime(instant), requestTimeEpoch: instant },
    ...{ messageDirection: 'IN' },
  };
}

function typeFields(event: SocketEventType): object {
  const { eventType } = event;
  switch (eventType) {
    case 'CONNECT':
      return { eventType, routeKey: '$connect' };
    case 'MESSAGE':
      return { eventType, routeKey: event.routeKey, messageId: gatewayId() };
    case 'DISCONNECT': {
      const { code, reason } = event;
      return { eventType, routeKey: '$disconnect', disconnectStatusCode: code, disconnectReason: reason };
    }
  }
}

/** A new id, as API Gateway assigns them to connections, requests and messages: `R0oXAdfD0kwCH6w=`. */
export function gatewayId(): string {
  return `${randomBytes(11).toString('base64url')}=`;
}

/** Whether a text has the form of API Gateway's ids. */
export function isGatewayId(text: string): boolean {
  return /^[\w-]{15}=$/.test(text);
}

/** Headers and query in payload format 1.0: the last value of each name, and all values of each name. */
export interface HandshakeFields {
  readonly headers: Readonly<Record<string, string>>;
  readonly multiValueHeaders: Readonly<Record<string, readonly string[]>>;
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly multiValueQueryStringParameters?: Readonly<Record<string, readonly string[]>>;
}

/** Reads the headers of a request, in their original case, and its query. */
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
    multiValueHeaders: allValues(headers),
    ...(query.length === 0
      ? {}
      : { queryStringParameters: Object.fromEntries(query), multiValueQueryStringParameters: allValues(query) }),
  };
}

function allValues(pairs: readonly [string, string][]): Record<string, string[]> {
  const groups = Map.groupBy(pairs, ([name]) => name);
  return Object.fromEntries([...groups].map(([name, group]) => [name, group.map(([, value]) => value)]));
}
