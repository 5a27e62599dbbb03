import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from 'aws-lambda';
import type { Authenticate } from '#core/access/access.ts';
import { type AuthorizerContext, basicCredentials, contextOf } from './credentials.ts';
import { logger } from './observe.ts';

/**
 * The Lambda that API Gateway asks before every route. It always lets the request through with word of who calls, or
 * why nobody does: the functions behind it refuse, each in its dialect's shape (docs/decisions/0001).
 */
export const authorizer =
  (authenticate: Authenticate) =>
  async ({
    headers,
    requestContext,
  }: APIGatewayRequestAuthorizerEventV2): Promise<APIGatewaySimpleAuthorizerWithContextResult<AuthorizerContext>> => {
    const credentials = basicCredentials(headers?.authorization);
    const who = typeof credentials === 'string' ? credentials : await authenticate(credentials);
    if (typeof who === 'string') logger.info('refused', { requestId: requestContext.requestId, refusal: who });
    return { isAuthorized: true, context: contextOf(who) };
  };
