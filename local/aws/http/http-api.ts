import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { readBody } from '../http-server.ts';
import { type InvocationResult, withTimeout } from '../lambda/invocation.ts';
import { authorizeBySignature } from './authorize.ts';
import { type Cors, isPreflight, preflightAnswer, withCors } from './cors.ts';
import { type HttpRequest, requestEvent } from './request-event.ts';
import { functionAnswer, gatewayAnswer, type HttpAnswer, internalServerError } from './response.ts';
import { matchRoute } from './route-match.ts';
import type { RouteDefinition } from './routes.ts';

/** API Gateway's limit for a request body. */
const maximumBodyBytes = 10 * 1024 * 1024;

/** The routes of an HTTP API, and how their functions are invoked. */
export interface HttpApiSettings {
  readonly routes: readonly RouteDefinition[];
  /** @default pages of other origins cannot call the API */
  readonly cors?: Cors | undefined;
  /** The virtual time. */
  readonly now: () => number;
  readonly invoke: (functionName: string, event: string, requestId: string) => Promise<InvocationResult>;
  readonly log: (line: string) => void;
  /** @default nobody watches */
  readonly onRequest?: WatchRequest | undefined;
}

/** Receives every request that a route without IAM authorization matches. What it returns receives the answer. */
export type WatchRequest = (
  request: WatchedRequest,
) => ((answer: Pick<HttpAnswer, 'statusCode' | 'body'>) => void) | undefined;

/** A request that somebody watches. */
export interface WatchedRequest {
  readonly routeKey: string;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** Serves the app's HTTP API as API Gateway does. */
export function httpApi(settings: HttpApiSettings): RequestListener {
  return async (incoming, response) => {
    const requestId = randomUUID();
    try {
      const body = await readBody(incoming, maximumBodyBytes);
      const answer =
        body === undefined
          ? gatewayAnswer(413, 'Request Entity Too Large')
          : await respond(settings, readRequest(incoming, body), requestId);
      write(response, answer, requestId);
    } catch (error) {
      // The caller has disconnected, or the run is being stopped.
      if (response.destroyed) return;
      settings.log(`${incoming.method} ${incoming.url} failed: ${String(error)}`);
      write(response, internalServerError, requestId);
    }
  };
}

async function respond(settings: HttpApiSettings, request: HttpRequest, requestId: string): Promise<HttpAnswer> {
  const path = request.target.split('?')[0] ?? '/';
  const { cors, now } = settings;
  const withHeaders = (answer: HttpAnswer) => (cors === undefined ? answer : withCors(answer, cors, request));
  const match = matchRoute(settings.routes, request.method, path);
  if (match === undefined) {
    // A route that matches OPTIONS, `$default` included, answers preflight requests itself.
    return cors !== undefined && isPreflight(request) ? withHeaders(preflightAnswer) : gatewayAnswer(404, 'Not Found');
  }
  const { route, pathParameters } = match;
  const event = requestEvent(request, { requestId, routeKey: route.routeKey, pathParameters, instant: now() });
  const invoke = (functionName: string, text: string) => settings.invoke(functionName, text, requestId);

  if (route.isSigned) {
    const authorization = authorizeBySignature(event.headers.authorization);
    if (!authorization.allowed) return authorization.answer;
    const requestContext = { ...event.requestContext, authorizer: authorization.authorizer };
    return withHeaders(await call(route, { ...event, requestContext }, invoke));
  }
  const onAnswer = settings.onRequest?.({ routeKey: route.routeKey, headers: event.headers, body: request.body });
  let answer = internalServerError;
  try {
    answer = await call(route, event, invoke);
    return withHeaders(answer);
  } finally {
    onAnswer?.(answer);
  }
}

async function call(
  { functionName, timeoutMillis }: RouteDefinition,
  event: object,
  invoke: (functionName: string, event: string) => Promise<InvocationResult>,
): Promise<HttpAnswer> {
  const result = await withTimeout(timeoutMillis, invoke(functionName, JSON.stringify(event)));
  if (result === undefined) return gatewayAnswer(503, 'Service Unavailable');
  return result.failed ? internalServerError : functionAnswer(result.payload);
}

function readRequest(incoming: IncomingMessage, body: Buffer): HttpRequest {
  return {
    method: incoming.method ?? 'GET',
    target: incoming.url ?? '/',
    protocol: `HTTP/${incoming.httpVersion}`,
    headers: withoutSpaces(incoming),
    body,
    sourceIp: incoming.socket.remoteAddress ?? '127.0.0.1',
  };
}

/** Headers that belong to the connection, which a function cannot set. */
const connectionHeaders = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding']);

function write(response: ServerResponse, answer: HttpAnswer, requestId: string): void {
  response.statusCode = answer.statusCode;
  for (const [name, value] of Object.entries(answer.headers)) {
    if (!connectionHeaders.has(name.toLowerCase())) response.setHeader(name, value);
  }
  if (answer.cookies.length > 0) response.setHeader('set-cookie', answer.cookies);
  response.setHeader('apigw-requestid', requestId);
  response.end(answer.body);
}

/** API Gateway combines the values of a repeated header with a comma, Node.js with a comma and a space. */
function withoutSpaces({ headers, headersDistinct }: IncomingMessage): IncomingHttpHeaders {
  const repeated = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
    values.length > 1 && headers[name] === values.join(', ') ? [[name, values.join(',')]] : [],
  );
  return { ...headers, ...Object.fromEntries(repeated) };
}
