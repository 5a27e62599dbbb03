import { z } from 'zod';
import type { InvocationResult } from '../lambda/thread-protocol.ts';
import { allows } from '../permissions/statement.ts';
import { place } from '../place.ts';
import { arn } from '../resources/resource-type.ts';
import type { HandshakeFields } from './handshake-fields.ts';
import type { SocketApi, SocketAuthorizer } from './socket-api.ts';
import type { SocketRequestContext } from './socket-event.ts';

/** Whether a client may connect: with what its events will say of it, or back with a status and a message. */
export type ConnectionAuthorization =
  | { readonly allowed: true; readonly context: Readonly<Record<string, string>> }
  | { readonly allowed: false; readonly status: number; readonly message: string };

const patterns = z.union([z.string().transform((text) => [text]), z.array(z.string())]);

/** Values of the context are text, numbers and booleans; API Gateway makes text of them and refuses all others. */
const answerSchema = z.object({
  principalId: z.string(),
  policyDocument: z.object({
    Statement: z.array(z.object({ Effect: z.enum(['Allow', 'Deny']), Action: patterns, Resource: patterns })),
  }),
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).nullish(),
});

const refused = (status: number, message: string) => ({ allowed: false, status, message }) as const;

/**
 * Asks the REQUEST authorizer of `$connect`, which answers an IAM policy. A missing identity source is 401 without
 * asking, and so is the error `Unauthorized`; a policy that does not allow is 403, nonsense 500.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
 */
export async function authorizeConnection(
  { functionName, identitySources }: SocketAuthorizer,
  { apiId, stage }: SocketApi,
  { handshake, requestContext, invoke }: ConnectionRequest,
): Promise<ConnectionAuthorization> {
  if (identitySources.some((source) => !select(source, handshake))) return refused(401, 'Unauthorized');
  const methodArn = arn(place, 'execute-api', `${apiId}/${stage}/$connect`);
  const question = { type: 'REQUEST', methodArn, ...handshake, stageVariables: {}, requestContext };
  const result = await invoke(functionName, JSON.stringify(question));
  const said: unknown = JSON.parse(result.payload);
  if (result.failed)
    return saysUnauthorized(said) ? refused(401, 'Unauthorized') : refused(500, 'Internal server error');

  const answer = answerSchema.safeParse(said);
  if (!answer.success) return refused(500, 'Internal server error');
  const { principalId, policyDocument, context } = answer.data;
  const statements = policyDocument.Statement.map(({ Effect, Action, Resource }) => ({
    effect: Effect,
    actions: Action,
    resources: Resource,
  }));
  if (!allows(statements, { action: 'execute-api:Invoke', resource: methodArn })) return refused(403, 'Forbidden');
  return { allowed: true, context: { ...context, principalId } };
}

/** A handshake, as far as the authorizer is shown it. */
export interface ConnectionRequest {
  readonly handshake: HandshakeFields;
  readonly requestContext: SocketRequestContext;
  readonly invoke: (functionName: string, event: string) => Promise<InvocationResult>;
}

function select(source: string, { headers, queryStringParameters }: HandshakeFields): string | undefined {
  const [, location, name = ''] = /^route\.request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  if (location === 'querystring') return queryStringParameters?.[name];
  return Object.entries(headers).find(([header]) => header.toLowerCase() === name.toLowerCase())?.[1];
}

const unauthorized = z.object({ errorMessage: z.literal('Unauthorized') });
const saysUnauthorized = (error: unknown) => unauthorized.safeParse(error).success;
