import { z } from 'zod';
import { parseJson } from '../http-server.ts';
import { type InvocationResult, withTimeout } from '../lambda/invocation.ts';
import type { Connection } from './connection.ts';
import type { SocketApi, SocketRoute } from './socket-api.ts';
import { type ConnectionFacts, socketRequestContext } from './socket-event.ts';

/** A WebSocket API, and how its functions are invoked. */
export interface SocketFunctionSettings {
  readonly api: SocketApi;
  /** The virtual time. */
  readonly now: () => number;
  readonly invoke: (functionName: string, event: string) => Promise<InvocationResult>;
}

/** The functions behind the routes of a WebSocket API. */
export interface SocketFunctions {
  readonly invoke: SocketFunctionSettings['invoke'];
  /** Invokes the function of `$connect` and returns its status, or 200 if there is no such route. */
  connect(event: object): Promise<number | 'failed'>;
  /** Invokes the function of a message. The client gets its response, if the route returns one, or an error message. */
  message(connection: Connection, text: string): Promise<void>;
  /** Invokes the function of `$disconnect`, if there is such a route, once and whatever the result. */
  disconnect(facts: ConnectionFacts, code: number, reason: string): Promise<void>;
}

/** A function must return at least a status. */
const proxyResponse = z.object({ statusCode: z.coerce.number().int().min(100).max(599), body: z.string().nullish() });

export function openSocketFunctions({ api, now, invoke }: SocketFunctionSettings): SocketFunctions {
  const routeOf = (key: string) => api.routes.find(({ routeKey }) => routeKey === key);
  const call = async ({ integration }: SocketRoute, event: object) => {
    if (integration.type === 'constant') return { response: { statusCode: 200, body: integration.answer } };
    const { functionName, timeoutMillis } = integration;
    const result = await withTimeout(timeoutMillis, invoke(functionName, JSON.stringify(event)));
    if (result === undefined) return { failure: 'Endpoint request timed out' };
    const response = result.failed ? undefined : proxyResponse.safeParse(JSON.parse(result.payload)).data;
    return response === undefined ? { failure: 'Internal server error' } : { response };
  };
  return {
    invoke,
    async connect(event) {
      const route = routeOf('$connect');
      if (route === undefined) return 200;
      return (await call(route, event)).response?.statusCode ?? 'failed';
    },
    async message(connection, body) {
      const route = selectRoute(api.routes, api.routeField, body);
      const type = { eventType: 'MESSAGE', routeKey: route?.routeKey ?? '$default', body } as const;
      const requestContext = socketRequestContext(connection.facts, type, now());
      const { connectionId, requestId } = requestContext;
      const sendError = (message: string) => connection.send(JSON.stringify({ message, connectionId, requestId }));
      if (route === undefined) return sendError('Forbidden');
      const { response, failure } = await call(route, { requestContext, body, isBase64Encoded: false });
      if (response === undefined) return sendError(failure);
      if (route.returnsResponse && response.body) await connection.send(response.body);
    },
    async disconnect(facts, code, reason) {
      const route = routeOf('$disconnect');
      if (route === undefined) return;
      const requestContext = socketRequestContext(facts, { eventType: 'DISCONNECT', code, reason }, now());
      const headers = { Host: facts.domainName };
      const multiValueHeaders = { Host: [facts.domainName] };
      await call(route, { headers, multiValueHeaders, requestContext, isBase64Encoded: false });
    },
  };
}

/**
 * The route of a message: the one it names, or `$default` if it is not JSON or names none that exists. Undefined if there
 * is no `$default` either.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
 */
function selectRoute(
  routes: readonly SocketRoute[],
  field: readonly string[],
  message: string,
): SocketRoute | undefined {
  const selected = field.reduce<unknown>(member, parseJson(message));
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');
  if (typeof selected !== 'string' || gatewayRoutes.has(selected)) return fallback;
  return routes.find(({ routeKey }) => routeKey === selected) ?? fallback;
}

/** Routes that a message cannot select. */
const gatewayRoutes = new Set(['$connect', '$disconnect']);

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
