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
import {
  type Bearer,
  bearerOf,
  passContextOf,
  type SessionBearer,
  sessionBearerOf,
  sessionContextOf,
} from './credentials.ts';
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
    const refused = (refusal: string) => {
      logger.info('refused', { requestId, refusal });
      return answer('Deny', event.methodArn, 'nobody');
    };
    if (typeof pass === 'string') return refused(pass);
    switch (pass.kind) {
      case 'socket':
        return { ...answer('Allow', event.methodArn, pass.participantId), context: { ...passContextOf(pass) } };
      case 'sessionSocket':
        return { ...answer('Allow', event.methodArn, pass.agentId), context: sessionContextOf(pass) };
      default:
        return refused('wrongKind');
    }
  };

const answer = (Effect: 'Allow' | 'Deny', Resource: string, principalId: string): APIGatewayAuthorizerResult => ({
  principalId,
  policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] },
});

type Event = APIGatewayProxyWebsocketEventV2WithRequestContext<
  APIGatewayEventWebsocketRequestContextV2 & { readonly authorizer?: unknown }
>;

/** Who is at the other end of a WebSocket. */
export interface Peer<Who> {
  readonly bearer: Who;
  readonly connectionId: string;
}

/** What is done for the WebSockets of one kind of clients. */
export interface SocketWork<Who> {
  /** A frame has come. @returns the frame to answer with, if any. */
  readonly received: (peer: Peer<Who>, text: string) => Promise<string | undefined>;
  /** The connection is gone. */
  readonly closed: (peer: Peer<Who>) => Promise<unknown>;
}

interface SocketClients {
  readonly participants: SocketWork<Bearer>;
  readonly agents: SocketWork<SessionBearer>;
}

/**
 * The Lambda behind a WebSocket: is told when it opens, of each frame, and when it has closed. Nothing can be sent to a
 * connection before its opening is answered, so nothing is done there.
 */
export const socket = (clients: SocketClients): Handler<Event, APIGatewayProxyResultV2> =>
  middy<Event, APIGatewayProxyResultV2>(async ({ requestContext, body }: Event) => {
    const { connectionId, eventType, requestId, authorizer } = requestContext;
    const { ids, received, closed } = workFor(clients, authorizer, connectionId);
    const log = (outcome: string) => logger.info('socket', { requestId, connectionId, ...ids, outcome });
    switch (eventType) {
      case 'CONNECT':
        log('opened');
        return { statusCode: 200 };
      case 'DISCONNECT':
        await closed();
        log('closed');
        return { statusCode: 200 };
      case 'MESSAGE': {
        const reply = await received(body ?? '');
        return { statusCode: 200, ...(reply !== undefined && { body: reply }) };
      }
    }
  })
    .use(countedMetrics())
    .use(loggedFaults());

/** What is done for this connection, by what the authorizer said when it was opened. */
function workFor({ participants, agents }: SocketClients, context: unknown, connectionId: string) {
  const agent = sessionBearerOf(context);
  if (agent) return workOf(agents, { bearer: agent, connectionId }, { ...agent });
  const bearer = bearerOf(context);
  if (typeof bearer === 'string') throw new Error(`A WebSocket was opened without its authorizer: ${bearer}`);
  const { instanceId, contactId, participantId } = bearer;
  return workOf(participants, { bearer, connectionId }, { instanceId, contactId, participantId });
}

const workOf = <Who>(work: SocketWork<Who>, peer: Peer<Who>, ids: Readonly<Record<string, string>>) => ({
  ids,
  received: (text: string) => work.received(peer, text),
  closed: () => work.closed(peer),
});

function loggedFaults(): middy.MiddlewareObj<Event, APIGatewayProxyResultV2> {
  return {
    onError: ({ error, event }) => {
      const { connectionId, eventType, requestId } = event.requestContext;
      logger.error('The frame failed', { requestId, connectionId, eventType, error });
    },
  };
}
