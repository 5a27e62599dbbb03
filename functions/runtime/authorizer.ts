import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from 'aws-lambda';
import type { Authenticate } from '#core/access/access.ts';
import type { Passes } from '#core/access/passes.ts';
import { type AuthorizerContext, basicCredentials, contextOf, type PassContext, passContextOf } from './credentials.ts';
import { logger } from './observe.ts';

interface Gatekeepers {
  readonly authenticate: Authenticate;
  readonly passes: Pick<Passes, 'read'>;
}

/** Routes of participants, who have a token and no key. The stock clients sign with empty keys besides. */
const isParticipants = (routeKey: string) => / [/]participant[/]/.test(routeKey);

/**
 * The Lambda that API Gateway asks before every route. It always lets the request through with word of who calls, or
 * why nobody does: the functions behind it refuse, each in its dialect's shape (docs/decisions/0001).
 */
export function authorizer({ authenticate, passes }: Gatekeepers) {
  /** A fault here would become the gateway's own 500, in no dialect's shape. */
  async function lookedUp<Found>(what: string, requestId: string, lookUp: () => Promise<Found>) {
    try {
      return await lookUp();
    } catch (error) {
      logger.error(`${what} could not be looked up`, { requestId, error });
      return 'unavailable' as const;
    }
  }

  async function contextOfParticipant(token: string | undefined, requestId: string): Promise<PassContext> {
    const found = token ? await lookedUp('A signing key', requestId, () => passes.read(token)) : 'noToken';
    // Tokens of others are signed with the same key, and are no participant's.
    const pass = typeof found === 'string' || 'participantId' in found ? found : 'badToken';
    if (typeof pass === 'string') logger.info('refused', { requestId, refusal: pass });
    return passContextOf(pass);
  }

  async function contextOfCaller(header: string | undefined, requestId: string): Promise<AuthorizerContext> {
    const credentials = basicCredentials(header);
    const who =
      typeof credentials === 'string'
        ? credentials
        : await lookedUp('An API key', requestId, () => authenticate(credentials));
    if (typeof who === 'string') logger.info('refused', { requestId, refusal: who });
    return contextOf(who);
  }

  return async ({
    headers,
    routeKey,
    requestContext: { requestId },
  }: APIGatewayRequestAuthorizerEventV2): Promise<
    APIGatewaySimpleAuthorizerWithContextResult<AuthorizerContext | PassContext>
  > => {
    const context = isParticipants(routeKey)
      ? await contextOfParticipant(headers?.['x-amz-bearer'], requestId)
      : await contextOfCaller(headers?.authorization, requestId);
    return { isAuthorized: true, context };
  };
}
