import middy from '@middy/core';
import type {
  APIGatewayAuthorizerResult,
  APIGatewayEventWebsocketRequestContextV2,
  APIGatewayProxyResultV2,
  APIGatewayProxyWebsocketEventV2WithRequestContext,
  APIGatewayRequestAuthorizerEvent,
  Handler,
} from 'aws-lambda';
import type { Tokens } from '#core/access/tokens.ts';
import { heartbeat, notSubscribed, pong, readFrame } from '#dialects/connect-participant/frames.ts';
import type { ParticipantIdentity } from '#dialects/route.ts';
import {
  participantContextOf,
  participantIdentityOf,
  type SessionIdentity,
  type SupervisorIdentity,
  sessionContextOf,
  sessionIdentityOf,
  supervisorIdentityOf,
} from './credentials.ts';
import { logger, observed } from './observe.ts';
import { answeredWithin } from './time-limits.ts';
import { type Pause, within } from './within.ts';

interface SocketSettings {
  /** @default - the machine's */
  readonly pause?: Pause;
}

const tooLate = () => new Error('There was no answer in time');

/**
 * The Lambda that API Gateway invokes before a WebSocket is opened: it needs a token for a socket. The context that it
 * returns comes with every later event of the connection, so none of those needs a look-up.
 */
export const socketAuthorizer =
  (tokens: Pick<Tokens, 'read'>, { pause }: SocketSettings = {}) =>
  async (event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
    const token = event.queryStringParameters?.token ?? '';
    const claims = await within(answeredWithin['socket-authorize'], tokens.read(token), tooLate, pause);
    const { requestId } = event.requestContext;
    const refused = (refusal: string) => {
      logger.info('refused', { requestId, refusal });
      return answer('Deny', event.methodArn, 'nobody');
    };
    if (typeof claims === 'string') return refused(claims);
    switch (claims.kind) {
      case 'socket': {
        const context = { ...participantContextOf(claims) };
        return { ...answer('Allow', event.methodArn, claims.participantId), context };
      }
      case 'sessionSocket':
        return { ...answer('Allow', event.methodArn, claims.agentId), context: sessionContextOf(claims) };
      case 'supervisorSocket': {
        const { instanceId, watchId } = claims;
        return { ...answer('Allow', event.methodArn, watchId), context: { instanceId, watchId } };
      }
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

/** WebSockets whose clients get the frames of one topic, from the moment they subscribe to it. */
export interface TopicClients<Identity> {
  readonly topic: string;
  /**
   * Begins to push frames over a connection.
   * @param after where the client wants to go on, as it has sent it; only some topics have positions
   * @returns whether the client's chat or session goes on, or what the client should do instead
   */
  readonly subscribe: (identity: Identity, connectionId: string, after: unknown) => Promise<boolean | string>;
  /** The connection is gone. */
  readonly closed: (identity: Identity, connectionId: string) => Promise<unknown>;
}

interface SocketClients {
  readonly participants: TopicClients<ParticipantIdentity>;
  readonly desktops: TopicClients<SessionIdentity>;
  readonly supervisors: TopicClients<SupervisorIdentity>;
}

/** One connection, with the work for the kind of client at its other end. */
interface Connection {
  readonly ids: Readonly<Record<string, string>>;
  readonly topic: string;
  readonly subscribe: (after: unknown) => Promise<boolean | string>;
  readonly closed: () => Promise<unknown>;
}

/**
 * The Lambda behind the WebSocket API, invoked when a connection opens, for each frame, and when it has closed. Nothing
 * can be sent to a connection before its opening is answered, so nothing is done then.
 */
export const socket = (
  clients: SocketClients,
  { pause }: SocketSettings = {},
): Handler<Event, APIGatewayProxyResultV2> =>
  middy<Event, APIGatewayProxyResultV2>(async ({ requestContext, body }: Event) => {
    const { connectionId, eventType, requestId, authorizer } = requestContext;
    const connection = connectionOf(clients, authorizer, connectionId);
    const inTime = <Result>(work: Promise<Result>) => within(answeredWithin['socket-'], work, tooLate, pause);
    const log = (outcome: string) => logger.info('socket', { requestId, connectionId, ...connection.ids, outcome });
    switch (eventType) {
      case 'CONNECT':
        log('opened');
        return { statusCode: 200 };
      case 'DISCONNECT':
        await inTime(connection.closed());
        log('closed');
        return { statusCode: 200 };
      case 'MESSAGE': {
        const subscribe = (after: unknown): Promise<boolean | string> =>
          inTime(connection.subscribe(after)).catch((error: unknown) => {
            logger.error('The subscription failed', { requestId, connectionId, ...connection.ids, error });
            return false;
          });
        const reply = await replyTo(body ?? '', connection.topic, subscribe);
        return { statusCode: 200, ...(reply !== undefined && { body: reply }) };
      }
    }
  })
    .use(observed())
    .use(loggedFaults());

/** The connection, by the context that the authorizer returned when it was opened. */
function connectionOf(
  { participants, desktops, supervisors }: SocketClients,
  context: unknown,
  connectionId: string,
): Connection {
  const supervisor = supervisorIdentityOf(context);
  if (supervisor) return connection(supervisors, supervisor, { ...supervisor }, connectionId);
  const session = sessionIdentityOf(context);
  if (session) return connection(desktops, session, { ...session }, connectionId);
  const participant = participantIdentityOf(context);
  if (typeof participant === 'string') {
    throw new Error(`A WebSocket was opened without its authorizer: ${participant}`);
  }
  const { kind: _, ...ids } = participant;
  return connection(participants, participant, ids, connectionId);
}

const connection = <Identity>(
  { topic, subscribe, closed }: TopicClients<Identity>,
  identity: Identity,
  ids: Readonly<Record<string, string>>,
  connectionId: string,
): Connection => ({
  ids,
  topic,
  subscribe: (after) => subscribe(identity, connectionId, after),
  closed: () => closed(identity, connectionId),
});

/**
 * The frame to answer a client's frame with, if any. A subscription that failed is refused, so that the client tries again:
 * what API Gateway itself would answer is no frame that clients know, and one that reads on would wait for ever.
 */
async function replyTo(text: string, topic: string, subscribe: Connection['subscribe']): Promise<string | undefined> {
  const frame = readFrame(text);
  switch (frame.type) {
    case 'subscribe': {
      // Subscriptions to other topics are not confirmed.
      const outcome = frame.topics.includes(topic) && (await subscribe(frame.after));
      if (outcome === true) return undefined;
      return outcome === false ? notSubscribed(frame.topics) : notSubscribed(frame.topics, outcome);
    }
    case 'ping':
      return pong;
    case 'heartbeat':
      return heartbeat;
    case 'unknown':
      return undefined;
  }
}

function loggedFaults(): middy.MiddlewareObj<Event, APIGatewayProxyResultV2> {
  return {
    onError: ({ error, event }) => {
      const { connectionId, eventType, requestId } = event.requestContext;
      logger.error('The frame failed', { requestId, connectionId, eventType, error });
    },
  };
}
