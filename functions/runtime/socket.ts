import middy from '@middy/core';
import type {
  APIGatewayAuthorizerResult,
  APIGatewayEventWebsocketRequestContextV2,
  APIGatewayProxyResultV2,
  APIGatewayProxyWebsocketEventV2WithRequestContext,
  APIGatewayRequestAuthorizerEvent,
  Handler,
} from 'aws-lambda';
import type { Passes } from '#core/access/passes.ts';
import { type Bearer, bearerOf, passContextOf } from './credentials.ts';
import { countedMetrics, logger } from './observe.ts';

/**
 * The Lambda that API Gateway asks before a WebSocket is opened: whoever brings the token of a socket may. What it says
 * of them comes with every later event of the connection, so none of those looks anything up.
 */
export const socketAuthorizer =
  (passes: Pick<Passes, 'read'>) =>
  async (event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
    const pass = await passes.read(event.queryStringParameters?.token ?? '');
    const { requestId } = event.requestContext;
    if (typeof pass === 'string' || pass.kind !== 'socket') {
      logger.info('refused', { requestId, refusal: typeof pass === 'string' ? pass : 'wrongKind' });
      return answer('Deny', event.methodArn, 'nobody');
    }
    return { ...answer('Allow', event.methodArn, pass.participantId), context: { ...passContextOf(pass) } };
  };

const answer = (Effect: 'Allow' | 'Deny', Resource: string, principalId: string): APIGatewayAuthorizerResult => ({
  principalId,
  policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] },
});

type Event = APIGatewayProxyWebsocketEventV2WithRequestContext<
  APIGatewayEventWebsocketRequestContextV2 & { readonly authorizer?: unknown }
>;

/** Who is at the other end of a WebSocket. */
export interface Peer {
  readonly bearer: Bearer;
  readonly connectionId: string;
}

interface SocketWork {
  /** A frame has come. @returns the frame to answer with, if any. */
  readonly received: (peer: Peer, text: string) => Promise<string | undefined>;
  /** The connection is gone. */
  readonly closed: (peer: Peer) => Promise<unknown>;
}

/**
 * The Lambda behind a WebSocket: is told when it opens, of each frame, and when it has closed. Nothing can be sent to a
 * connection before its opening is answered, so nothing is done there.
 */
export const socket = ({ received, closed }: SocketWork): Handler<Event, APIGatewayProxyResultV2> =>
  middy<Event, APIGatewayProxyResultV2>(async ({ requestContext, body }: Event) => {
    const { connectionId, eventType, requestId, authorizer } = requestContext;
    const bearer = bearerOf(authorizer);
    if (typeof bearer === 'string') throw new Error(`A WebSocket was opened without its authorizer: ${bearer}`);
    const peer = { bearer, connectionId };
    const log = (outcome: string) => logger.info('socket', { requestId, connectionId, ...idsOf(bearer), outcome });
    switch (eventType) {
      case 'CONNECT':
        log('opened');
        return { statusCode: 200 };
      case 'DISCONNECT':
        await closed(peer);
        log('closed');
        return { statusCode: 200 };
      case 'MESSAGE': {
        const reply = await received(peer, body ?? '');
        return { statusCode: 200, ...(reply !== undefined && { body: reply }) };
      }
    }
  })
    .use(countedMetrics())
    .use(loggedFaults());

const idsOf = ({ instanceId, contactId, participantId }: Bearer) => ({ instanceId, contactId, participantId });

function loggedFaults(): middy.MiddlewareObj<Event, APIGatewayProxyResultV2> {
  return {
    onError: ({ error, event }) => {
      const { connectionId, eventType, requestId } = event.requestContext;
      logger.error('The frame failed', { requestId, connectionId, eventType, error });
    },
  };
}
