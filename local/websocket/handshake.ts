import { type IncomingMessage, STATUS_CODES } from 'node:http';
import { authorizeConnection } from './authorize-connection.ts';
import { gatewayId } from './gateway-id.ts';
import { handshakeFields } from './handshake-fields.ts';
import type { SocketApi } from './socket-api.ts';
import { type ConnectionFacts, socketRequestContext } from './socket-event.ts';
import type { SocketFunctions } from './socket-functions.ts';

/** What becomes of somebody who wants to connect. */
export type Admission =
  | { readonly admitted: true; readonly facts: ConnectionFacts }
  | { readonly admitted: false; readonly status: number; readonly body: string };

/** What admitting clients needs of the rest of the local run. */
export interface HandshakeSettings {
  readonly api: SocketApi;
  readonly functions: SocketFunctions;
  /** The system's clock. */
  readonly now: () => number;
}

/**
 * Asks the authorizer and then the function of `$connect` whether somebody may connect. Until both have agreed there is
 * no connection; an answer of `$connect` that is no success refuses with its status, and one that is none with 502.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html
 */
export function makeHandshake({ api, functions, now }: HandshakeSettings) {
  return async (incoming: IncomingMessage): Promise<Admission> => {
    const connecting = connectionFacts(incoming, api, now());
    const requestContext = socketRequestContext(connecting, { eventType: 'CONNECT' }, connecting.connectedAt);
    const refused = (status: number, message: string = STATUS_CODES[status] ?? ''): Admission => {
      const { connectionId, requestId } = requestContext;
      return { admitted: false, status, body: JSON.stringify({ message, connectionId, requestId }) };
    };
    if (incoming.url?.split('?')[0] !== `/${api.stage}`) return refused(403);

    const handshake = handshakeFields(incoming);
    const { authorizer } = api;
    const request = { handshake, requestContext, invoke: functions.invoke };
    const answer = authorizer && (await authorizeConnection(authorizer, api, request));
    if (answer?.allowed === false) return refused(answer.status, answer.message);

    const facts = { ...connecting, ...(answer === undefined ? {} : { authorizer: answer.context }) };
    const event = { ...handshake, requestContext: { ...requestContext, ...facts }, isBase64Encoded: false };
    const connected = await functions.connect(event);
    if (connected === 'failed') return refused(502, 'Internal server error');
    return connected >= 200 && connected < 300 ? { admitted: true, facts } : refused(connected);
  };
}

function connectionFacts(
  { headers, socket }: IncomingMessage,
  { apiId, stage }: SocketApi,
  connectedAt: number,
): ConnectionFacts {
  const userAgent = headers['user-agent'];
  const sourceIp = socket.remoteAddress ?? '127.0.0.1';
  return {
    connectionId: gatewayId(),
    connectedAt,
    apiId,
    stage,
    domainName: headers.host ?? '',
    identity: { sourceIp, ...(userAgent === undefined ? {} : { userAgent }) },
  };
}
