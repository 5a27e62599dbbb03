import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { z } from 'zod';
import type { InvocationResult } from '../lambda/thread-protocol.ts';
import { gatewayAnswer, type HttpAnswer, internalServerError } from './response.ts';
import type { FunctionAuthorizer } from './routes.ts';

/** Whether a request may go on: with what its `requestContext.authorizer` will be, or back with an answer. */
export type Authorization =
  | { readonly allowed: true; readonly authorizer: { readonly lambda: object } | { readonly iam: object } }
  | { readonly allowed: false; readonly answer: HttpAnswer };

const simpleResponse = z.object({ isAuthorized: z.boolean(), context: z.record(z.string(), z.unknown()).nullish() });

/**
 * Asks a REQUEST authorizer with simple responses. A missing identity source is 401 without asking.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export async function authorize(
  authorizer: FunctionAuthorizer,
  event: APIGatewayProxyEventV2,
  invoke: (functionName: string, event: string) => Promise<InvocationResult>,
): Promise<Authorization> {
  const identity = authorizer.identitySources.map((source) => select(source, event));
  if (identity.some((value) => value === undefined || value === '')) {
    return { allowed: false, answer: gatewayAnswer(401, 'Unauthorized') };
  }
  const { body: _body, isBase64Encoded: _encoded, ...request } = event;
  const { method, path } = event.requestContext.http;
  const question = {
    ...request,
    type: 'REQUEST',
    routeArn: `arn:aws:execute-api:local:${event.requestContext.accountId}:local/$default/${method}${path}`,
    identitySource: identity.length === 0 ? null : identity,
  };
  const result = await invoke(authorizer.functionName, JSON.stringify(question));
  const answer = result.failed ? undefined : simpleResponse.safeParse(JSON.parse(result.payload)).data;
  if (answer === undefined) return { allowed: false, answer: internalServerError };
  if (!answer.isAuthorized) return { allowed: false, answer: gatewayAnswer(403, 'Forbidden') };
  return { allowed: true, authorizer: { lambda: answer.context ?? {} } };
}

function select(source: string, event: APIGatewayProxyEventV2): string | undefined {
  const [, place, name = ''] = /^\$request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  return place === 'header' ? event.headers[name.toLowerCase()] : event.queryStringParameters?.[name];
}
