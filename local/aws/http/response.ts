import { z } from 'zod';

/** An answer to an HTTP request. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: string | Buffer;
}

const structuredResponse = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** An answer of API Gateway itself: `{"message": …}`. */
export function gatewayAnswer(statusCode: number, message: string): HttpAnswer {
  return {
    statusCode,
    headers: { 'content-type': 'application/json' },
    cookies: [],
    body: JSON.stringify({ message }),
  };
}

/** API Gateway's answer if a function fails or its response is malformed. */
export const internalServerError = gatewayAnswer(500, 'Internal Server Error');

/**
 * Reads a function's response in payload format 2.0. Without a `statusCode` the whole response is the body, as JSON. The names
 * of headers keep their letters, because a client that depends on them should work here as behind a proxy that writes them so.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function functionAnswer(payload: string): HttpAnswer {
  const response: unknown = JSON.parse(payload);
  if (typeof response !== 'object' || response === null || !('statusCode' in response)) {
    const body = typeof response === 'string' ? response : payload;
    return { statusCode: 200, headers: { 'content-type': 'application/json' }, cookies: [], body };
  }
  const read = structuredResponse.safeParse(response);
  if (!read.success) return internalServerError;
  const { statusCode, headers, cookies, body, isBase64Encoded } = read.data;
  const named = Object.entries(headers ?? {}).map(([name, value]): [string, string] => [name, String(value)]);
  const isTyped = named.some(([name]) => name.toLowerCase() === 'content-type');
  return {
    statusCode,
    headers: { ...(!isTyped && { 'content-type': 'text/plain;charset=UTF-8' }), ...Object.fromEntries(named) },
    cookies: cookies ?? [],
    body: isBase64Encoded ? Buffer.from(body ?? '', 'base64') : (body ?? ''),
  };
}
