import { jest } from '@jest/globals';
import type { APIGatewayProxyEventV2WithLambdaAuthorizer, Context } from 'aws-lambda';
import * as z from 'zod';
import { type Caller, scopes } from '#core/access/access.ts';
import { type HttpAnswer, type HttpRequest, RefusedRequest, type RenderProblem } from '#dialects/http.ts';
import type { AgentRequest, DesktopRequest, Route } from '#dialects/route.ts';
import { type HttpHandler, http } from '#runtime/http.ts';
import { logger } from '#runtime/observe.ts';

export type Event = APIGatewayProxyEventV2WithLambdaAuthorizer<unknown>;

/** An event of API Gateway; only what handlers look at. */
export const anEvent = (routeKey: string, says: object = {}): Event =>
  ({
    version: '2.0',
    routeKey,
    rawPath: '/v1/force-logouts',
    rawQueryString: '',
    isBase64Encoded: false,
    ...says,
    headers: {},
    ...('headers' in says && { headers: says.headers }),
    requestContext: {
      stage: '$default',
      domainName: 'gateway.example.com',
      http: { method: 'POST', path: '/v1/force-logouts', sourceIp: '192.0.2.1' },
      requestId: 'req-1',
      ...('requestContext' in says && typeof says.requestContext === 'object' && says.requestContext),
    },
  }) as unknown as Event;

export const anyBody = z.unknown();

const declared = { request: anyBody, answers: {} };

/** A route for callers that does `work`. */
export const aCallerRoute = (
  render: RenderProblem,
  work: (request: HttpRequest) => Promise<HttpAnswer>,
): Route<unknown> => ({
  ...declared,
  key: 'POST /v1/force-logouts',
  audience: 'caller',
  scopes: [],
  isRateLimited: false,
  heedsTeams: false,
  problems: { render, body: anyBody },
  handle: async (_, request) => work(request),
});

/** A route for the pages of desktops that does `work`. */
export const aDesktopRoute = (
  render: RenderProblem,
  work: (request: DesktopRequest) => Promise<HttpAnswer>,
): Route<unknown> => ({
  ...declared,
  key: 'POST /v1/session/leave',
  audience: 'desktop',
  problems: { render, body: anyBody },
  handle: async (_, request) => work(request),
});

/** A route for agents with a password that does `work`. */
export const anAgentRoute = (
  render: RenderProblem,
  work: (request: AgentRequest) => Promise<HttpAnswer>,
): Route<unknown> => ({
  ...declared,
  key: 'GET /agentgateway/resource/agentevent/{agentid}',
  audience: 'agent',
  problems: { render, body: anyBody },
  handle: async (_, request) => work(request),
});

/** A caller who may do everything at instance `demo`. */
export const demoCaller: Caller = { callerId: 'demo', instanceId: 'demo', scopes };

/** The header of a key that nobody compares. */
export const demoHeader = { authorization: `Basic ${btoa('demo:secret')}` };

/** The Lambda of one route. Every key is that of the demo caller. */
export const handlerOf = (route: Route<unknown>, settings?: Parameters<typeof http>[2]): HttpHandler =>
  http([route], {}, { authenticate: async () => demoCaller, ...settings });

/** Invokes a handler and reads its answer. */
export async function answerTo(handler: HttpHandler, event: Event) {
  const answer = await handler(event, { awsRequestId: 'inv-1' } as Context, () => {});
  if (typeof answer !== 'object') throw new Error('No answer');
  return { ...answer, json: typeof answer.body === 'string' ? JSON.parse(answer.body) : undefined };
}

/** Keeps the log quiet. */
export function silenceLog(): void {
  for (const level of ['info', 'warn', 'error'] as const) jest.spyOn(logger, level).mockImplementation(() => {});
}

/** Why something was refused; anything else as it was thrown. */
export const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => 'it was not refused',
    (error) => (error instanceof RefusedRequest ? error.problem : error),
  );
