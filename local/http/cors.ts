import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';
import type { apiType } from '../resources/http-api.ts';
import type { HttpAnswer } from './response.ts';

/** Which pages of other origins may call an API, as its template says it. */
export type Cors = NonNullable<z.output<typeof apiType.honoured>['CorsConfiguration']>;

/** A request, as far as its origin matters. */
interface CrossOriginRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

/** Whether a browser asks if a page may send a request, before it sends it. */
export function isPreflight({ method, headers }: CrossOriginRequest): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined && 'access-control-request-method' in headers;
}

/** The gateway's own answer to a preflight request. */
export const preflightAnswer: HttpAnswer = { statusCode: 204, headers: {}, cookies: [], body: '' };

/**
 * Gives an answer the headers of the API's CORS configuration in place of any that the function gave. An origin that is
 * not allowed gets none.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function withCors(answer: HttpAnswer, cors: Cors, request: CrossOriginRequest): HttpAnswer {
  const own = Object.entries(answer.headers).filter(([name]) => !name.startsWith('access-control-'));
  return { ...answer, headers: { ...Object.fromEntries(own), ...corsHeaders(cors, request) } };
}

function corsHeaders(cors: Cors, request: CrossOriginRequest): Record<string, string> {
  const origin = allowedOrigin(cors.AllowOrigins, request.headers.origin);
  if (origin === undefined) return {};
  const lists = isPreflight(request)
    ? { 'access-control-allow-methods': cors.AllowMethods, 'access-control-allow-headers': cors.AllowHeaders }
    : { 'access-control-expose-headers': cors.ExposeHeaders };
  const headers = Object.entries(lists).flatMap(([name, values]): [string, string][] =>
    values.length === 0 ? [] : [[name, values.join(',')]],
  );
  return {
    'access-control-allow-origin': origin,
    ...(cors.AllowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
    ...(isPreflight(request) && cors.MaxAge !== undefined ? { 'access-control-max-age': String(cors.MaxAge) } : {}),
    ...Object.fromEntries(headers),
  };
}

/** `*` allows anybody, `https://*` whoever has that scheme; others are allowed by name, and told that name. */
function allowedOrigin(allowed: readonly string[], origin: string | undefined): string | undefined {
  if (origin === undefined) return undefined;
  if (allowed.includes('*')) return '*';
  const isAllowed = allowed.some(
    (pattern) => pattern === origin || (/^https?:\/\/\*$/.test(pattern) && origin.startsWith(pattern.slice(0, -1))),
  );
  return isAllowed ? origin : undefined;
}
