import type { APIGatewayProxyEventV2WithLambdaAuthorizer } from 'aws-lambda';
import type { Caller } from '#core/access/access.ts';
import type { SessionClaims, Tokens } from '#core/access/tokens.ts';
import { type HttpRequest, RefusedRequest } from '#dialects/http.ts';
import { badSessionToken } from '#dialects/native/desktops.ts';
import type { AgentRequest, ParticipantIdentity, ParticipantRequest } from '#dialects/route.ts';
import { clientAddress } from './client-address.ts';
import { tokenRefusalMessages, viaOf } from './credentials.ts';
import { envOrEmpty } from './env.ts';
import { readBody } from './json/body.ts';
import { logger } from './observe.ts';
import { requestUrl } from './request-url.ts';

/** A request as API Gateway passes it to a Lambda. */
export type Event = APIGatewayProxyEventV2WithLambdaAuthorizer<unknown>;

/** Where a request came from: behind a proxy that is trusted, the address that it names. */
export const addressOf = ({ requestContext, headers }: Event) =>
  clientAddress(requestContext.http.sourceIp, headers['x-forwarded-for'], envOrEmpty('TRUSTED_PROXIES'));

/** @throws RefusedRequest when the body cannot be read. */
export const readCallerRequest = (event: Event, caller: Caller): HttpRequest => ({
  caller,
  path: defined(event.pathParameters),
  query: readQuery(event),
  headers: defined(event.headers),
  body: readBody(event),
  sourceIp: addressOf(event),
  via: viaOf(event.requestContext.authorizer, event.headers.authorization),
  url: requestUrl(event, envOrEmpty('PUBLIC_URL')),
});

/** @throws RefusedRequest when the body cannot be read. */
export const readParticipantRequest = (event: Event, claims: ParticipantIdentity): ParticipantRequest => ({
  claims,
  body: readBody(event),
});

/** Verifies the token of a desktop, and logs the ids in it. */
export const makeClaimsOf =
  (tokens: Pick<Tokens, 'read'>) =>
  /** @throws RefusedRequest the same for every token that is not valid */
  async (token: string): Promise<SessionClaims> => {
    const claims = await tokens.read(token).catch((error: unknown): never => {
      logger.error('A signing key could not be looked up', { error });
      throw new RefusedRequest({ type: 'unavailable', message: tokenRefusalMessages.unavailable });
    });
    if (typeof claims === 'string' || claims.kind !== 'session') {
      logger.appendKeys({ refusal: typeof claims === 'string' ? claims : 'wrongKind' });
      throw new RefusedRequest(badSessionToken);
    }
    const { instanceId, agentId, sessionId } = claims;
    logger.appendKeys({ instanceId, agentId, sessionId });
    return claims;
  };

/** @throws RefusedRequest when the body of a sign-in cannot be read. */
export function readAgentRequest(event: Event): AgentRequest {
  const { instanceId = envOrEmpty('HUAWEI_INSTANCE_ID'), ...path } = defined(event.pathParameters);
  return {
    instanceId: instanceId === '' ? undefined : instanceId,
    path,
    headers: defined(event.headers),
    // Only signing in takes a body; clients send one, of any kind, with other calls too.
    body: event.requestContext.http.method === 'PUT' ? readBody(event) : undefined,
    sourceIp: addressOf(event),
  };
}

/** API Gateway joins repeated values with commas, so they could not be distinguished from one value with a comma. */
function readQuery({ rawQueryString, queryStringParameters }: Event): Record<string, string> {
  if (rawQueryString === '') return {};
  const names = [...new URLSearchParams(rawQueryString).keys()];
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  const faults = [...repeated].map((path) => ({ path, message: 'Must be given once' }));
  for (const pair of rawQueryString.split('&').filter(holdsOtherBytes)) {
    faults.push({ path: pair.split('=')[0] ?? '', message: 'Must be UTF-8, percent-encoded' });
  }
  if (faults.length > 0) throw new RefusedRequest({ type: 'badInput', faults });
  return defined(queryStringParameters);
}

/** Whether some percent-encoded bytes are not UTF-8. A percent sign that begins no byte stands for itself. */
function holdsOtherBytes(text: string): boolean {
  if (!text.includes('%')) return false;
  try {
    for (const [bytes] of text.matchAll(/(?:%[\da-f]{2})+/gi)) decodeURIComponent(bytes);
    return false;
  } catch {
    return true;
  }
}

/** An event is JSON, so nothing in it is `undefined`, whatever its type says. */
const defined = (record: Readonly<Record<string, string | undefined>> = {}) => record as Record<string, string>;
