import middy, { type MiddlewareObj } from '@middy/core';
import type {
  APIGatewayProxyEventV2WithLambdaAuthorizer,
  APIGatewayProxyStructuredResultV2,
  Handler,
} from 'aws-lambda';
import { StaleVersionError } from '#core/commit.ts';
import { BadCursorError } from '#core/sessions/bad-cursor.ts';
import { type HttpAnswer, type HttpRequest, type Problem, RefusedRequest, type RenderProblem } from '#dialects/http.ts';
import { bearerOf, callerOf, refusalMessages, signedCallerOf } from './credentials.ts';
import { countedMetrics, logger } from './observe.ts';

export type Event = APIGatewayProxyEventV2WithLambdaAuthorizer<unknown>;
type Result = APIGatewayProxyStructuredResultV2;
export type HttpHandler = Handler<Event, Result>;

/** The largest body taken. Below what Lambda takes, so that it is refused in words and not by a gateway's 500. */
const bodyLimitBytes = 2 * 1024 * 1024;

/**
 * A Lambda behind a route that needs a caller: authenticates, reads JSON, runs `work`, and answers every fault in the
 * dialect's shape. What is not a `RefusedRequest` is logged with the request id and answered without its text.
 */
export const http = (renderProblem: RenderProblem, work: (request: HttpRequest) => Promise<HttpAnswer>): HttpHandler =>
  openHttp(renderProblem, async (event) => work(readRequest(event)));

/** The same for a route that anybody may call; `work` gets the bare event. */
export const openHttp = (renderProblem: RenderProblem, work: (event: Event) => Promise<HttpAnswer>): HttpHandler =>
  middy<Event, Result>(async (event: Event) => resultOf(await work(event)))
    .use(loggedRequest())
    .use(countedMetrics())
    .use(renderedProblems(renderProblem));

/** @throws RefusedRequest when there is no caller or the body cannot be read. */
function readRequest(event: Event): HttpRequest {
  const caller = callerBehind(event);
  if (typeof caller === 'string') {
    const type = caller === 'unavailable' ? 'unavailable' : 'unauthenticated';
    throw new RefusedRequest({ type, message: refusalMessages[caller] });
  }
  const scheme = event.headers['x-forwarded-proto'] ?? 'https';
  const host = event.headers.host ?? event.requestContext.domainName;
  return {
    caller,
    path: defined(event.pathParameters),
    query: readQuery(event),
    headers: defined(event.headers),
    body: readBody(event),
    sourceIp: event.requestContext.http.sourceIp,
    url: `${scheme}://${host}${event.rawPath}`,
  };
}

/** The gateway joins repeated values by commas, so that nobody could tell them from one value with a comma. */
function readQuery({ rawQueryString, queryStringParameters }: Event): Record<string, string> {
  const names = [...new URLSearchParams(rawQueryString).keys()];
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  const faults = [...repeated].map((path) => ({ path, message: 'Must be given once' }));
  if (faults.length > 0) throw new RefusedRequest({ type: 'badInput', faults });
  return defined(queryStringParameters);
}

/** The JSON of a request; `undefined` when it has no body. @throws RefusedRequest when it cannot be read. */
export function readBody(event: Event): unknown {
  const { body, headers } = event;
  if (body === undefined || body === '') return undefined;
  const contentType = headers['content-type'];
  if (!/^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(contentType ?? '')) {
    throw new RefusedRequest({ type: 'notJsonContent', contentType });
  }
  return readJson(event);
}

/** The JSON of a request, whatever type it says it is of; `undefined` when it has no body. @throws RefusedRequest as above. */
export function readJson({ body = '', isBase64Encoded }: Event, limitBytes = bodyLimitBytes): unknown {
  if (body === '') return undefined;
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > limitBytes) throw new RefusedRequest({ type: 'tooLarge', limitBytes });
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    const message = `The body is not JSON${placeIn(error)}`;
    throw new RefusedRequest({ type: 'badInput', faults: [{ path: '', message }] });
  }
}

/** Where the reading failed. The rest of what the engine says quotes the body, which may be nobody's business. */
function placeIn(error: unknown): string {
  const [, position] = /at position (\d+)/.exec(String(error)) ?? [];
  return position === undefined ? '' : `: it cannot be read from character ${Number(position) + 1} on`;
}

export function defined(record: Record<string, string | undefined> | undefined): Record<string, string> {
  const entries = Object.entries(record ?? {}).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

function resultOf({ status, headers, body }: HttpAnswer): Result {
  const common = { 'cache-control': 'no-store', ...(body !== undefined && { 'content-type': 'application/json' }) };
  return {
    statusCode: status,
    headers: { ...common, ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

/** One writer too many, or nothing but that for every agent of a request. */
const isContention = (error: unknown): boolean =>
  error instanceof StaleVersionError || (error instanceof AggregateError && error.errors.every(isContention));

const problemOf = (error: unknown): Problem => {
  if (error instanceof RefusedRequest) return error.problem;
  if (isContention(error)) return { type: 'contended' };
  if (error instanceof BadCursorError)
    return { type: 'badInput', faults: [{ path: 'cursor', message: error.message }] };
  return { type: 'internal' };
};

function renderedProblems(render: RenderProblem): MiddlewareObj<Event, Result> {
  return {
    onError: (request) => {
      const { error, event } = request;
      const problem = problemOf(error);
      if (problem.type === 'internal') logger.error('The request failed', { error, ...idsOf(event) });
      request.response = resultOf(render(problem, event.requestContext.requestId));
    },
  };
}

function loggedRequest(): MiddlewareObj<Event, Result> {
  const log = (event: Event, response: Result | null | undefined) => {
    logger.info('request', { ...idsOf(event), status: response?.statusCode });
  };
  return {
    after: ({ event, response }) => log(event, response),
    onError: ({ event, response }) => log(event, response),
  };
}

const callerBehind = ({ requestContext: { authorizer }, pathParameters }: Event) =>
  signedCallerOf(authorizer, pathParameters?.InstanceId) ?? callerOf(authorizer?.lambda);

function idsOf(event: Event) {
  const { routeKey, requestContext } = event;
  return { requestId: requestContext.requestId, route: routeKey, ...idsBehind(event) };
}

function idsBehind(event: Event) {
  const caller = callerBehind(event);
  if (typeof caller !== 'string') return { instanceId: caller.instanceId, callerId: caller.callerId };
  const bearer = bearerOf(event.requestContext.authorizer?.lambda);
  if (typeof bearer === 'string') return {};
  return { instanceId: bearer.instanceId, contactId: bearer.contactId, participantId: bearer.participantId };
}
