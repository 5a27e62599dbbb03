import { commonLogTime } from '../http/request-event.ts';
import { gatewayId } from './gateway-id.ts';

/** A connection as every event about it tells it. */
export interface ConnectionFacts {
  readonly connectionId: string;
  /** An instant of the system, as all here. */
  readonly connectedAt: number;
  readonly apiId: string;
  readonly stage: string;
  readonly domainName: string;
  readonly identity: { readonly sourceIp: string; readonly userAgent?: string };
  /** What the authorizer says of who connects. */
  readonly authorizer?: Readonly<Record<string, string>>;
}

/** What happens on a connection. */
export type SocketHappening =
  | { readonly eventType: 'CONNECT' }
  | { readonly eventType: 'MESSAGE'; readonly routeKey: string; readonly body: string }
  | { readonly eventType: 'DISCONNECT'; readonly code: number; readonly reason: string };

/** What an event of a WebSocket API is about; its client is told of a failure by the request's id. */
export interface SocketRequestContext extends ConnectionFacts {
  readonly requestId: string;
}

/**
 * Writes the context of an event: the connection, and what happens on it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
export function socketRequestContext(
  connection: ConnectionFacts,
  happening: SocketHappening,
  instant: number,
): SocketRequestContext {
  const requestId = gatewayId();
  return {
    ...connection,
    ...aspects(happening),
    requestId,
    ...{ extendedRequestId: requestId, requestTime: commonLogTime(instant), requestTimeEpoch: instant },
    ...{ messageDirection: 'IN' },
  };
}

function aspects(happening: SocketHappening): object {
  const { eventType } = happening;
  switch (eventType) {
    case 'CONNECT':
      return { eventType, routeKey: '$connect' };
    case 'MESSAGE':
      return { eventType, routeKey: happening.routeKey, messageId: gatewayId() };
    case 'DISCONNECT': {
      const { code, reason } = happening;
      return { eventType, routeKey: '$disconnect', disconnectStatusCode: code, disconnectReason: reason };
    }
  }
}
