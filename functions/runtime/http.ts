import middy, { type MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyStructuredResultV2, Handler } from 'aws-lambda';
import type { NoteRefusal } from '#core/access/refusals.ts';
import type { Tokens } from '#core/access/tokens.ts';
import { BadCursorError } from '#core/agents/ports.ts';
import { StaleVersionError } from '#core/change.ts';
import { type HttpAnswer, type Problem, RefusedRequest } from '#dialects/http.ts';
import type { Route } from '#dialects/route.ts';
import { backendProblemOf } from './backend-problem.ts';
import { envOrEmpty } from './env.ts';
import {
  addressOf,
  type Event,
  makeClaimsOf,
  readAgentRequest,
  readCallerRequest,
  readParticipantRequest,
} from './http-request.ts';
import { callerOf, type Identification, participantOf } from './identify.ts';
import { readJson } from './json/body.ts';
import { count, countUnreadable, logger, observed } from './observe.ts';
import { answeredWithin } from './time-limits.ts';
import { type Pause, within } from './within.ts';

type Result = APIGatewayProxyStructuredResultV2;
export type HttpHandler = Handler<Event, Result>;

/** Several times what a desktop sends: strangers can call these routes, and a request must cost little. */
const desktopBodyLimitBytes = 8 * 1024;

/** How callers are identified is only needed with routes for them. */
interface HttpSettings extends Identification {
  /** Verifies the tokens of participants and desktops; only needed with routes for them. */
  readonly tokens?: Pick<Tokens, 'read'>;
  /** @default - the machine's */
  readonly pause?: Pause;
  /** Called for each request of a stranger that is refused on a route that keeps sessions alive. @default - nothing */
  readonly noteRefusal?: NoteRefusal;
}

/**
 * A Lambda behind routes of the HTTP API. Runs the route that API Gateway has matched, and answers every problem in the
 * shape of the route's dialect. An error that is not a refusal is logged with the request id and answered without its text.
 * What takes too long is refused in time: after the function's own timeout API Gateway would answer, in its own shape.
 */
export function http<UseCases>(
  routes: readonly Route<UseCases>[],
  useCases: UseCases,
  { tokens, noteRefusal, pause, ...identification }: HttpSettings = {},
): HttpHandler {
  const byKey = new Map<string, Route<UseCases>>(routes.map((route) => [route.key, route]));

  function routeOf({ routeKey }: Event): Route<UseCases> {
    const route = byKey.get(routeKey);
    if (!route) throw new Error(`This function has no route ${routeKey}`);
    return route;
  }

  /** What the log says of who sent a request. */
  const senders = new WeakMap<Event['requestContext'], object>();

  async function answer({ body, ...received }: Event): Promise<HttpAnswer> {
    const route = routeOf(received);
    const event = route.ignoresBody === true || body === undefined ? received : { ...received, body };
    const { http, requestId } = event.requestContext;
    const backend = envOrEmpty('AMAZON_CONNECT_INSTANCES') === '' ? 'standalone' : 'amazonConnect';
    const open = { method: http.method, path: event.rawPath, requestId, backend, headers: event.headers } as const;
    const instead = route.instead?.({ ...open, variables: event.pathParameters ?? {} });
    if (instead) return instead;
    switch (route.audience) {
      case 'caller':
      case 'signedCaller': {
        const caller = await callerOf(event, identification);
        const { callerId, instanceId } = caller;
        senders.set(event.requestContext, { instanceId, callerId });
        return route.handle(useCases, readCallerRequest(event, caller));
      }
      case 'participant': {
        const participant = await participantOf(event, route.tokenKind, tokens);
        const { kind: _, ...ids } = participant;
        senders.set(event.requestContext, ids);
        return route.handle(useCases, readParticipantRequest(event, participant));
      }
      case 'desktop': {
        if (!tokens) throw new Error(`${route.key} needs tokens to verify`);
        // The keys of the request before would appear in the log line of this one.
        logger.resetKeys();
        return route.handle(useCases, {
          body: readJson(event, desktopBodyLimitBytes),
          sourceIp: addressOf(event),
          claimsOf: makeClaimsOf(tokens),
        });
      }
      case 'agent':
        return route.handle(useCases, readAgentRequest(event));
      case 'anybody':
        return route.handle(useCases, open);
    }
  }

  async function noteStranger(route: Route<UseCases> | undefined): Promise<void> {
    if (route?.keepsAlive !== true || route.throttleShare === undefined) return;
    await noteRefusal?.({ key: route.key, throttleShare: route.throttleShare });
  }

  return middy<Event, Result>(async (event: Event) => {
    const answered = await within(answeredWithin['http-'], answer(event), tooLate, pause);
    if (answered.isStrangers === true) await noteStranger(routeOf(event));
    return resultOf(answered);
  })
    .use(loggedRequest(idsOf, (event) => byKey.get(event.routeKey)?.isFrequent === true))
    .use(observed())
    .use(renderedProblems(idsOf, (event) => byKey.get(event.routeKey) ?? routes[0], noteStranger));

  function idsOf({ routeKey, requestContext }: Event) {
    return { requestId: requestContext.requestId, route: routeKey, ...senders.get(requestContext) };
  }
}

type IdsOf = (event: Event) => object;

function tooLate() {
  count('AnsweredTooLate');
  return new RefusedRequest({ type: 'unavailable', message: 'This takes too long at this moment: try again' });
}

function resultOf({ status, headers, body, file }: HttpAnswer): Result {
  if (file) return { statusCode: status, headers: { 'content-type': file.type, ...headers }, ...sent(file.content) };
  const common = { 'cache-control': 'no-store', ...(body !== undefined && { 'content-type': 'application/json' }) };
  return {
    statusCode: status,
    headers: { ...common, ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

/** API Gateway takes bytes that are no text in base64. */
const sent = (content: string | Uint8Array): Pick<APIGatewayProxyStructuredResultV2, 'body' | 'isBase64Encoded'> =>
  typeof content === 'string'
    ? { body: content }
    : { body: Buffer.from(content).toString('base64'), isBase64Encoded: true };

/** Too many writers at once, or nothing but that for every agent of a request. */
const isContention = (error: unknown): boolean =>
  error instanceof StaleVersionError || (error instanceof AggregateError && error.errors.every(isContention));

function problemOf(error: unknown): Problem {
  if (error instanceof RefusedRequest) return error.problem;
  if (isContention(error)) return { type: 'contended' };
  if (error instanceof BadCursorError) {
    return { type: 'badInput', faults: [{ path: 'cursor', message: error.message }] };
  }
  return backendProblemOf(error)?.problem ?? { type: 'internal' };
}

/** What those send who know no token, no secret and no password. */
const isStrangers = ({ type }: Problem) => type === 'unauthenticated' || type === 'badInput' || type === 'tooLarge';

function renderedProblems<UseCases>(
  idsOf: IdsOf,
  routeOf: (event: Event) => Route<UseCases> | undefined,
  noteStranger: (route: Route<UseCases> | undefined) => Promise<void>,
): MiddlewareObj<Event, Result> {
  return {
    onError: async (request) => {
      const { error, event } = request;
      const problem = problemOf(error);
      countUnreadable(error);
      if (problem.type === 'internal' || backendProblemOf(error)?.isLasting)
        logger.error('The request failed', { error, ...idsOf(event) });
      if (problem.type === 'tooManyRequests') count('RateLimited');
      const route = routeOf(event);
      if (isStrangers(problem)) await noteStranger(route);
      if (!route) return;
      const rendered = route.problems.render(problem, event.requestContext.requestId);
      const more = error instanceof RefusedRequest ? error.headers : {};
      const answer = { ...rendered, headers: { ...rendered.headers, ...more } };
      request.response = resultOf(route.audience === 'desktop' ? withoutPrompt(answer) : answer);
    },
  };
}

/** Asked for Basic credentials, a browser would ask the agent for a password. */
function withoutPrompt({ headers, ...answer }: HttpAnswer): HttpAnswer {
  if (headers?.['www-authenticate'] === undefined) return { ...answer, ...(headers && { headers }) };
  return { ...answer, headers: { ...headers, 'www-authenticate': 'Bearer' } };
}

function loggedRequest(idsOf: IdsOf, isFrequent: (event: Event) => boolean): MiddlewareObj<Event, Result> {
  const log = (event: Event, response: Result | null | undefined) => {
    if (isFrequent(event) && (response?.statusCode ?? 500) < 400) return;
    logger.info('request', { ...idsOf(event), status: response?.statusCode });
  };
  return {
    after: ({ event, response }) => log(event, response),
    onError: ({ event, response }) => log(event, response),
  };
}
