import { z } from 'zod';
import type { InvocationResult } from '../lambda/thread-protocol.ts';
import { within } from '../lambda/within.ts';
import type { Connection } from './connection.ts';
import { selectRoute } from './select-route.ts';
import type { SocketApi, SocketRoute } from './socket-api.ts';
import { type ConnectionFacts, socketRequestContext } from './socket-event.ts';

/** What calling the functions of a WebSocket API needs of the rest of the local run. */
export interface SocketFunctionSettings {
  readonly api: SocketApi;
  /** The system's clock. */
  readonly now: () => number;
  readonly invoke: (functionName: string, event: string) => Promise<InvocationResult>;
}

/** The functions behind a WebSocket API. */
export interface SocketFunctions {
  readonly invoke: SocketFunctionSettings['invoke'];
  /** Tells `$connect`, if there is such a route, and answers the status it gave. */
  connect(event: object): Promise<number | 'failed'>;
  /** Has a message worked; its sender gets the answer, if the route gives one, or is told of a failure. */
  message(connection: Connection, text: string): Promise<void>;
  /** Tells `$disconnect`, if there is such a route. It is told once, whatever comes of it. */
  disconnect(facts: ConnectionFacts, code: number, reason: string): Promise<void>;
}

/** What a function has to answer: at least a status. */
const proxyAnswer = z.object({ statusCode: z.coerce.number().int().min(100).max(599), body: z.string().nullish() });

/** Opens the functions of a WebSocket API. */
export function openSocketFunctions({ api, now, invoke }: SocketFunctionSettings): SocketFunctions {
  const routeOf = (wanted: string) => api.routes.find(({ routeKey }) => routeKey === wanted);
  const call = async ({ functionName, timeoutMillis }: SocketRoute, event: object) => {
    const result = await within(timeoutMillis, invoke(functionName, JSON.stringify(event)));
    if (result === undefined) return { failure: 'Endpoint request timed out' };
    const answer = result.failed ? undefined : proxyAnswer.safeParse(JSON.parse(result.payload)).data;
    return answer === undefined ? { failure: 'Internal server error' } : { answer };
  };
  return {
    invoke,
    async connect(event) {
      const route = routeOf('$connect');
      if (route === undefined) return 200;
      return (await call(route, event)).answer?.statusCode ?? 'failed';
    },
    async message(connection, body) {
      const route = selectRoute(api.routes, api.routeField, body);
      const happening = { eventType: 'MESSAGE', routeKey: route?.routeKey ?? '$default', body } as const;
      const requestContext = socketRequestContext(connection.facts, happening, now());
      const { connectionId, requestId } = requestContext;
      const complain = (message: string) => connection.send(JSON.stringify({ message, connectionId, requestId }));
      if (route === undefined) return complain('Forbidden');
      const { answer, failure } = await call(route, { requestContext, body, isBase64Encoded: false });
      if (answer === undefined) return complain(failure);
      if (route.answers && answer.body) await connection.send(answer.body);
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
