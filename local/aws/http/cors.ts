import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';
import type { apiType } from '../resources/http-api.ts';
import type { HttpAnswer } from './response.ts';

/** The CORS configuration of an API, as its template declares it. */
export type Cors = NonNullable<z.output<typeof apiType.supported>['CorsConfiguration']>;

/** The parts of a request that CORS depends on. */
interface CrossOriginRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

/** Whether a request is a preflight request: a browser asks whether a page may send the actual request. */
export function isPreflight({ method, headers }: CrossOriginRequest): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined && 'access-control-request-method' in headers;
}

/** The gateway's own answer to a preflight request. */
export const preflightAnswer: HttpAnswer = { statusCode: 204, headers: {}, cookies: [], body: '' };

/**
 * Replaces the CORS headers of an answer by those of the API's configuration. An origin that is not allowed gets none.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function withCors(answer: HttpAnswer, cors: Cors, request: CrossOriginRequest): HttpAnswer {
  const own = Object.entries(answer.headers).filter(([name]) => !/^access-control-/i.test(name));
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

/** `*` allows every origin and `https://*` every origin with that scheme; the header then names the request's origin. */
function allowedOrigin(allowed: readonly string[], origin: string | undefined): string | undefined {
  if (origin === undefined) return undefined;
  if (allowed.includes('*')) return '*';
  const isAllowed = allowed.some(
    (pattern) => pattern === origin || (/^https?:\/\/\*$/.test(pattern) && origin.startsWith(pattern.slice(0, -1))),
  );
  return isAllowed ? origin : undefined;
}
