import type { IncomingHttpHeaders } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { accountId } from '../account.ts';
import { decode } from './route-match.ts';

/** A received request, with its body. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query, as on the request line. */
  readonly target: string;
  readonly protocol: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly sourceIp: string;
}

/** What API Gateway adds to a request. */
export interface RequestFacts {
  readonly requestId: string;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  /** When the request was received, in virtual time. */
  readonly instant: number;
}

/**
 * Converts a request to an event of payload format 2.0.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function requestEvent(request: HttpRequest, facts: RequestFacts): APIGatewayProxyEventV2 {
  const [path = '/', query = ''] = splitOnce(request.target, '?');
  const { cookie, ...headers } = joinHeaders(request);
  const parameters = [...new URLSearchParams(query).keys()].map((name): [string, string] => [
    name,
    new URLSearchParams(query).getAll(name).join(','),
  ]);
  const text = isText(headers['content-type']);
  return {
    version: '2.0',
    routeKey: facts.routeKey,
    rawPath: decode(path),
    rawQueryString: query,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(parameters.length === 0 ? {} : { queryStringParameters: Object.fromEntries(parameters) }),
    ...(Object.keys(facts.pathParameters).length === 0 ? {} : { pathParameters: { ...facts.pathParameters } }),
    requestContext: {
      accountId,
      apiId: 'local',
      domainName: headers.host ?? '',
      domainPrefix: 'local',
      http: {
        method: request.method,
        path: decode(path),
        protocol: request.protocol,
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: facts.requestId,
      routeKey: facts.routeKey,
      stage: '$default',
      time: commonLogTime(facts.instant),
      timeEpoch: facts.instant,
    },
    ...(request.body.length === 0 ? {} : { body: request.body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: request.body.length > 0 && !text,
  };
}

function joinHeaders({ headers, sourceIp }: HttpRequest): Record<string, string> {
  const joined = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(',') : value]],
  );
  const forwarded = headers['x-forwarded-for'];
  return {
    ...Object.fromEntries(joined),
    'x-forwarded-for': forwarded === undefined ? sourceIp : `${forwarded}, ${sourceIp}`,
    'x-forwarded-proto': 'http',
  };
}

/** Bodies of these types are passed on as text, all others as base64. */
function isText(contentType: string | undefined): boolean {
  if (contentType === undefined) return true;
  return /^(text\/.*|application\/(.*\+)?(json|xml)|application\/javascript)$/i.test(
    (contentType.split(';')[0] ?? '').trim(),
  );
}

/** `12/Mar/2020:19:03:58 +0000`, as API Gateway formats the time of a request. */
export function commonLogTime(instant: number): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(instant).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
