import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { z } from 'zod';
import { accountId, globalArn } from '../account.ts';
import type { InvocationResult } from '../lambda/invocation.ts';
import { gatewayAnswer, type HttpAnswer, internalServerError } from './response.ts';
import type { FunctionAuthorizer } from './routes.ts';

/** Whether a request is authorized: with its `requestContext.authorizer`, or with the answer that refuses it. */
export type Authorization =
  | { readonly allowed: true; readonly authorizer: { readonly lambda: object } | { readonly iam: object } }
  | { readonly allowed: false; readonly answer: HttpAnswer };

const simpleResponse = z.object({ isAuthorized: z.boolean(), context: z.record(z.string(), z.unknown()).nullish() });

/**
 * Invokes a REQUEST authorizer with simple responses. A request that lacks an identity source gets 401 without an
 * invocation.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export async function authorizeByFunction(
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
  const authorizerEvent = {
    ...request,
    type: 'REQUEST',
    routeArn: `arn:aws:execute-api:local:${event.requestContext.accountId}:local/$default/${method}${path}`,
    identitySource: identity.length === 0 ? null : identity,
  };
  const result = await invoke(authorizer.functionName, JSON.stringify(authorizerEvent));
  const response = result.failed ? undefined : simpleResponse.safeParse(JSON.parse(result.payload)).data;
  if (response === undefined) return { allowed: false, answer: internalServerError };
  if (!response.isAuthorized) return { allowed: false, answer: gatewayAnswer(403, 'Forbidden') };
  return { allowed: true, authorizer: { lambda: response.context ?? {} } };
}

function select(source: string, event: APIGatewayProxyEventV2): string | undefined {
  const [, location, name = ''] = /^\$request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  return location === 'header' ? event.headers[name.toLowerCase()] : event.queryStringParameters?.[name];
}

const signature =
  /^AWS4-HMAC-SHA256 Credential=([\w.-]+)\/\d{8}\/[a-z0-9-]+\/execute-api\/aws4_request, *SignedHeaders=[^,\s]+, *Signature=[0-9a-f]{64}$/;

/**
 * Authorizes a request that is signed for API Gateway, as the user of its access key. There is no account to check
 * against: neither the signature nor the caller's policy is **verified**.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
 */
export function authorizeBySignature(header: string | undefined): Authorization {
  if (header === undefined) return { allowed: false, answer: gatewayAnswer(403, 'Missing Authentication Token') };
  const accessKey = signature.exec(header)?.[1];
  if (accessKey === undefined) return { allowed: false, answer: gatewayAnswer(403, 'Forbidden') };
  const iam = {
    accessKey,
    accountId,
    callerId: accessKey,
    cognitoIdentity: null,
    principalOrgId: null,
    userArn: globalArn('iam', `user/${accessKey}`),
    userId: accessKey,
  };
  return { allowed: true, authorizer: { iam } };
}
