import { type IncomingMessage, STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { arn } from '../account.ts';
import type { InvocationResult } from '../lambda/invocation.ts';
import { allows } from '../permissions/policies.ts';
import type { SocketApi, SocketAuthorizer } from './socket-api.ts';
import {
  type ConnectionFacts,
  gatewayId,
  type HandshakeFields,
  handshakeFields,
  type SocketRequestContext,
  socketRequestContext,
} from './socket-event.ts';
import type { SocketFunctions } from './socket-functions.ts';

/** The outcome of a handshake. */
export type Handshake =
  | { readonly accepted: true; readonly facts: ConnectionFacts }
  | { readonly accepted: false; readonly status: number; readonly body: string };

/** The API that clients connect to. */
export interface HandshakeSettings {
  readonly api: SocketApi;
  readonly functions: SocketFunctions;
  /** The virtual time. */
  readonly now: () => number;
}

/**
 * Makes the function that invokes the authorizer and then the function of `$connect`. There is no connection until both
 * have accepted it. A response of `$connect` that is no success refuses with its status, a failure with 502.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html
 */
export function makeHandshake({ api, functions, now }: HandshakeSettings) {
  return async (incoming: IncomingMessage): Promise<Handshake> => {
    const connecting = connectionFacts(incoming, api, now());
    const requestContext = socketRequestContext(connecting, { eventType: 'CONNECT' }, connecting.connectedAt);
    const refuse = (status: number, message: string = STATUS_CODES[status] ?? ''): Handshake => {
      const { connectionId, requestId } = requestContext;
      return { accepted: false, status, body: JSON.stringify({ message, connectionId, requestId }) };
    };
    if (incoming.url?.split('?')[0] !== `/${api.stage}`) return refuse(403);

    const fields = handshakeFields(incoming);
    const request = { fields, requestContext, invoke: functions.invoke };
    const authorization = api.authorizer && (await authorizeConnection(api.authorizer, api, request));
    if (authorization?.allowed === false) return refuse(authorization.status, authorization.message);

    const facts = { ...connecting, ...(authorization === undefined ? {} : { authorizer: authorization.context }) };
    const event = { ...fields, requestContext: { ...requestContext, ...facts }, isBase64Encoded: false };
    const status = await functions.connect(event);
    if (status === 'failed') return refuse(502, 'Internal server error');
    return status >= 200 && status < 300 ? { accepted: true, facts } : refuse(status);
  };
}

function connectionFacts(
  { headers, socket }: IncomingMessage,
  { apiId, stage }: SocketApi,
  connectedAt: number,
): ConnectionFacts {
  const userAgent = headers['user-agent'];
  const sourceIp = socket.remoteAddress ?? '127.0.0.1';
  return {
    connectionId: gatewayId(),
    connectedAt,
    apiId,
    stage,
    domainName: headers.host ?? '',
    identity: { sourceIp, ...(userAgent === undefined ? {} : { userAgent }) },
  };
}

/** Whether a client may connect: with the context for its events, or with the status and message of the refusal. */
type ConnectionAuthorization =
  | { readonly allowed: true; readonly context: Readonly<Record<string, string>> }
  | { readonly allowed: false; readonly status: number; readonly message: string };

interface ConnectionRequest {
  readonly fields: HandshakeFields;
  readonly requestContext: SocketRequestContext;
  readonly invoke: (functionName: string, event: string) => Promise<InvocationResult>;
}

const patterns = z.union([z.string().transform((text) => [text]), z.array(z.string())]);

/** Context values may be text, numbers and booleans. API Gateway converts them to text and refuses all others. */
const authorizerResponse = z.object({
  principalId: z.string(),
  policyDocument: z.object({
    Statement: z.array(z.object({ Effect: z.enum(['Allow', 'Deny']), Action: patterns, Resource: patterns })),
  }),
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).nullish(),
});
const unauthorizedError = z.object({ errorMessage: z.literal('Unauthorized') });

const denied = (status: number, message: string) => ({ allowed: false, status, message }) as const;

/**
 * Invokes the REQUEST authorizer of `$connect`, which returns an IAM policy. A missing identity source is 401 without an
 * invocation, and so is the error `Unauthorized`. A policy that does not allow the connection is 403, a malformed
 * response 500.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
 */
async function authorizeConnection(
  { functionName, identitySources }: SocketAuthorizer,
  { apiId, stage }: SocketApi,
  { fields, requestContext, invoke }: ConnectionRequest,
): Promise<ConnectionAuthorization> {
  if (identitySources.some((source) => !select(source, fields))) return denied(401, 'Unauthorized');
  const methodArn = arn('execute-api', `${apiId}/${stage}/$connect`);
  const event = { type: 'REQUEST', methodArn, ...fields, stageVariables: {}, requestContext };
  const result = await invoke(functionName, JSON.stringify(event));
  const payload: unknown = JSON.parse(result.payload);
  if (result.failed && unauthorizedError.safeParse(payload).success) return denied(401, 'Unauthorized');
  const response = authorizerResponse.safeParse(payload);
  if (result.failed || !response.success) return denied(500, 'Internal server error');

  const { principalId, policyDocument, context } = response.data;
  const statements = policyDocument.Statement.map(({ Effect, Action, Resource }) => ({
    effect: Effect,
    actions: Action,
    resources: Resource,
  }));
  if (!allows(statements, { action: 'execute-api:Invoke', resource: methodArn })) return denied(403, 'Forbidden');
  return { allowed: true, context: { ...context, principalId } };
}

function select(source: string, { headers, queryStringParameters }: HandshakeFields): string | undefined {
  const [, location, name = ''] = /^route\.request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  if (location === 'querystring') return queryStringParameters?.[name];
  return Object.entries(headers).find(([header]) => header.toLowerCase() === name.toLowerCase())?.[1];
}
