import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from 'aws-lambda';
import type { Authenticate } from '#core/access/access.ts';
import { type AuthorizerContext, basicCredentials, contextOf } from './credentials.ts';
import { logger } from './observe.ts';

/**
 * The Lambda that API Gateway asks before every route. It always lets the request through with word of who calls, or
 * why nobody does: the functions behind it refuse, each in its dialect's shape (docs/decisions/0001).
 */
export function authorizer(authenticate: Authenticate) {
  /** A fault here would become the gateway's own 500, in no dialect's shape. */
  async function lookedUp(credentials: Parameters<Authenticate>[0], requestId: string) {
    try {
      return await authenticate(credentials);
    } catch (error) {
      logger.error('An API key could not be looked up', { requestId, error });
      return 'unavailable';
    }
  }

  return async ({
    headers,
    requestContext,
  }: APIGatewayRequestAuthorizerEventV2): Promise<APIGatewaySimpleAuthorizerWithContextResult<AuthorizerContext>> => {
    const credentials = basicCredentials(headers?.authorization);
    const { requestId } = requestContext;
    const who = typeof credentials === 'string' ? credentials : await lookedUp(credentials, requestId);
    if (typeof who === 'string') logger.info('refused', { requestId, refusal: who });
    return { isAuthorized: true, context: contextOf(who) };
  };
}
