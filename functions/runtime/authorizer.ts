import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from 'aws-lambda';
import type { Authenticate } from '#core/access/access.ts';
import type { Tokens } from '#core/access/tokens.ts';
import {
  type AuthorizerContext,
  basicCredentials,
  contextOf,
  type ParticipantContext,
  participantContextOf,
} from './credentials.ts';
import { logger } from './observe.ts';
import { answeredWithin } from './time-limits.ts';
import { type Pause, within } from './within.ts';

interface Ports {
  readonly authenticate: Authenticate;
  readonly tokens: Pick<Tokens, 'read'>;
  /** @default - the machine's */
  readonly pause?: Pause;
}

/** Routes of participants, who have a token and no key. Stock clients add a signature made with empty keys. */
const isParticipants = (routeKey: string) => / [/]participant[/]/.test(routeKey);

/**
 * The Lambda that API Gateway invokes before routes for callers and participants. It always lets the request through and
 * says who called or why nobody did: the functions behind it refuse, each in its dialect's shape (docs/decisions/0001).
 */
export function authorizer({ authenticate, tokens, pause }: Ports) {
  /** An error here would become API Gateway's own 500, in no dialect's shape. */
  async function lookedUp<Found>(what: string, requestId: string, lookUp: () => Promise<Found>) {
    try {
      const late = () => new Error(`No answer within ${answeredWithin['http-authorize']} ms`);
      return await within(answeredWithin['http-authorize'], lookUp(), late, pause);
    } catch (error) {
      logger.error(`${what} could not be looked up`, { requestId, error });
      return 'unavailable' as const;
    }
  }

  async function contextOfParticipant(token: string | undefined, requestId: string): Promise<ParticipantContext> {
    const found = token ? await lookedUp('A signing key', requestId, () => tokens.read(token)) : 'noToken';
    // Other kinds of tokens are signed with the same key, and are not a participant's.
    const claims = typeof found === 'string' || 'participantId' in found ? found : 'badToken';
    if (typeof claims === 'string') logger.info('refused', { requestId, refusal: claims });
    return participantContextOf(claims);
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
    APIGatewaySimpleAuthorizerWithContextResult<AuthorizerContext | ParticipantContext>
  > => {
    const context = isParticipants(routeKey)
      ? await contextOfParticipant(headers?.['x-amz-bearer'], requestId)
      : await contextOfCaller(headers?.authorization, requestId);
    return { isAuthorized: true, context };
  };
}
