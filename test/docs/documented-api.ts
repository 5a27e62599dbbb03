import type { Context } from 'aws-lambda';
import { scopes } from '#core/access/access.ts';
import type { AnswerOnce } from '#core/access/idempotency.ts';
import type { Admit } from '#core/access/rate-limit.ts';
import type { Tokens } from '#core/access/tokens.ts';
import type { ApiKeyUseCases } from '#core/access/use-cases.ts';
import type { AgentChatUseCases } from '#core/agent-chats/use-cases.ts';
import type { AgentClientUseCases } from '#core/agent-clients/use-cases.ts';
import type { AgentImportUseCases } from '#core/agent-imports/use-cases.ts';
import type { ReconciliationUseCases } from '#core/agent-reconciliations/use-cases.ts';
import type { AgentUseCases } from '#core/agents/use-cases.ts';
import type { AuditUseCases } from '#core/audit/use-cases.ts';
import type { ChatUseCases } from '#core/chats/use-cases.ts';
import type { ForcedLogoutUseCases } from '#core/forced-logouts/use-cases.ts';
import type { LogoutScheduleUseCases } from '#core/logout-schedules/use-cases.ts';
import type { SessionRightsUseCases } from '#core/session-rights/use-cases.ts';
import type { EndpointUseCases } from '#core/streaming/use-cases.ts';
import type { SupervisorUseCases } from '#core/supervisors/use-cases.ts';
import type { DeferredStatusCode } from '#dialects/ccai/force-logout.ts';
import { http } from '#runtime/http.ts';
import type { Identification } from '#runtime/identify.ts';
import { someDay } from '../support/agents.ts';
import { allRoutes } from '../support/declared-routes.ts';
import type { Answer, Example } from './page-examples.ts';

/** The use cases of all routes. */
type UseCases = AgentUseCases &
  AgentImportUseCases &
  ReconciliationUseCases &
  AgentClientUseCases &
  SessionRightsUseCases &
  ForcedLogoutUseCases &
  LogoutScheduleUseCases &
  AuditUseCases &
  ChatUseCases &
  Pick<AgentChatUseCases, 'isChatOfTeams'> &
  EndpointUseCases &
  SupervisorUseCases &
  ApiKeyUseCases & {
    readonly admit: Admit;
    readonly answerOnce: AnswerOnce;
    readonly ccaiDeferredStatusCode: DeferredStatusCode;
    readonly docsPage: () => Promise<Uint8Array>;
  };

/** Whoever sends a key is a caller of instance `demo` who may do everything. */
const ofDemo: Identification = {
  authenticate: async ({ keyId }) => ({ callerId: keyId, instanceId: 'demo', scopes }),
};

/**
 * The HTTP API of instance `demo`: a function with all routes, invoked as API Gateway does. A request without
 * credentials of its own is that of the key `demo`, which may do everything.
 *
 * @param identification who others are
 */
export function makeDocumentedApi(useCases: UseCases, tokens: Tokens, identification = ofDemo) {
  const handler = http<UseCases>(allRoutes, useCases, { ...identification, tokens });

  return async ({ call, headers, body }: Example): Promise<Answer> => {
    const { routeKey, pathParameters } = matched(call);
    const [method = '', target = ''] = call.split(' ');
    const { pathname, searchParams, search } = new URL(target, 'http://127.0.0.1:3000');
    const received = {
      host: '127.0.0.1:3000',
      'x-forwarded-proto': 'http',
      'content-type': 'application/json',
      authorization: `Basic ${btoa('demo:demo-secret')}`,
      ...headers,
    };
    const request = {
      version: '2.0',
      routeKey,
      rawPath: pathname,
      rawQueryString: search.slice(1),
      queryStringParameters: Object.fromEntries(searchParams),
      pathParameters,
      headers: received,
      isBase64Encoded: false,
      requestContext: requestContextOf(routeKey, method, pathname),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    const signer = routeKey.includes(' /iam/') && { iam: { userArn: 'arn:aws:iam::111111111111:user/centre' } };
    const authorizer = { lambda: undefined, ...signer };
    const event = { ...request, requestContext: { ...request.requestContext, authorizer } };
    const answer = await handler(event, { awsRequestId: 'request-1' } as Context, () => {});
    if (typeof answer !== 'object') throw new Error(`${call} has no answer`);
    const answerHeaders = Object.entries(answer.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
    return {
      status: answer.statusCode,
      headers: Object.fromEntries(answerHeaders),
      body: bodyOf(answer),
    };
  };
}

/** The body of an answer; of a page its text. */
function bodyOf({ headers, body }: { headers?: object | undefined; body?: string | undefined }): unknown {
  const isPage = Object.values(headers ?? {}).some((value) => String(value).startsWith('text/'));
  return body === undefined || isPage ? body : JSON.parse(body);
}

const requestContextOf = (routeKey: string, method: string, path: string) => ({
  accountId: '111111111111',
  apiId: 'api',
  domainName: '127.0.0.1',
  domainPrefix: 'api',
  http: { method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.9', userAgent: 'pages' },
  requestId: 'request-1',
  routeKey,
  stage: '$default',
  time: '21/Nov/2026:09:30:00 +0000',
  timeEpoch: someDay,
});

/** The route of a call, with the parameters of its path. A path without parameters takes precedence. */
export function matched(call: string): { readonly routeKey: string; readonly pathParameters: Record<string, string> } {
  const [method, target = ''] = call.split(' ');
  const path = target.split('?')[0] ?? '';
  const candidates = allRoutes.flatMap(({ key }) => {
    if (!key.startsWith(`${method} `)) return [];
    const pattern = key.slice(key.indexOf(' ') + 1).replace('{proxy+}', '(?<proxy>.+)');
    const found = new RegExp(`^${pattern.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`).exec(path);
    return found ? [{ routeKey: key, pathParameters: { ...found.groups } }] : [];
  });
  const parameters = (match: { readonly pathParameters: object }) => Object.keys(match.pathParameters).length;
  const [best] = candidates.sort((a, b) => parameters(a) - parameters(b));
  return best ?? { routeKey: '$default', pathParameters: {} };
}
