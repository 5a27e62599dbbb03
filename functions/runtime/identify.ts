import type { Authenticate, Caller, Refusal } from '#core/access/access.ts';
import type { AuthenticateToken } from '#core/access/token-caller.ts';
import type { ParticipantTokenKind, Tokens } from '#core/access/tokens.ts';
import { RefusedRequest } from '#dialects/http.ts';
import type { ParticipantIdentity } from '#dialects/route.ts';
import {
  basicCredentials,
  bearerToken,
  expiredMessages,
  refusalMessages,
  signedCallerOf,
  tokenRefusalMessages,
  wrongKindMessages,
} from './credentials.ts';
import type { Event } from './http-request.ts';
import { logger } from './observe.ts';

/** How callers are identified. */
export interface Identification {
  readonly authenticate?: Authenticate;
  /** @default - tokens of nobody are accepted */
  readonly authenticateToken?: AuthenticateToken | undefined;
}

/** The caller of a request, by an API key or a bearer token, or as API Gateway has verified the signature. @throws RefusedRequest */
export async function callerOf(event: Event, identification: Identification): Promise<Caller> {
  const { authorizer, requestId } = event.requestContext;
  const signed = signedCallerOf(authorizer, event.pathParameters?.InstanceId);
  if (signed) return signed;
  const who = await identified(event.headers.authorization, requestId, identification);
  if (typeof who !== 'string') return who;
  logger.info('refused', { requestId, refusal: who });
  const type = who === 'unavailable' ? 'unavailable' : 'unauthenticated';
  throw new RefusedRequest({ type, message: refusalMessages[who] });
}

async function identified(
  header: string | undefined,
  requestId: string,
  { authenticate, authenticateToken }: Identification,
): Promise<Caller | Refusal> {
  if (!authenticate) throw new Error('This function cannot identify callers');
  const token = authenticateToken && bearerToken(header);
  if (authenticateToken && token !== undefined) {
    return lookedUp('The keys of the issuer', requestId, () => authenticateToken(token));
  }
  const credentials = basicCredentials(header);
  if (typeof credentials === 'string') return credentials;
  return lookedUp('An API key', requestId, () => authenticate(credentials));
}

/**
 * The participant of a chat whom the token of a request names. An `Authorization` header means nothing here: stock clients
 * send a signature made with empty keys.
 *
 * @throws RefusedRequest when there is no valid token of this kind
 */
export async function participantOf(
  event: Event,
  kind: ParticipantTokenKind,
  tokens: Pick<Tokens, 'read'> | undefined,
): Promise<ParticipantIdentity> {
  if (!tokens) throw new Error('This function cannot identify participants');
  const { requestId } = event.requestContext;
  const token = event.headers['x-amz-bearer'];
  const found = token ? await lookedUp('A signing key', requestId, () => tokens.read(token)) : 'noToken';
  // Other kinds of tokens are signed with the same key, and are not a participant's.
  const claims = typeof found === 'string' || 'participantId' in found ? found : 'badToken';
  if (typeof claims === 'string') {
    logger.info('refused', { requestId, refusal: claims });
    const type = claims === 'unavailable' ? 'unavailable' : 'unauthenticated';
    const message = claims === 'expiredToken' ? expiredMessages[kind] : tokenRefusalMessages[claims];
    throw new RefusedRequest({ type, message });
  }
  if (claims.kind !== kind) throw new RefusedRequest({ type: 'unauthenticated', message: wrongKindMessages[kind] });
  const { instanceId, contactId, participantId } = claims;
  return { kind, instanceId, contactId, participantId };
}

async function lookedUp<Found>(what: string, requestId: string, lookUp: () => Promise<Found>) {
  try {
    return await lookUp();
  } catch (error) {
    logger.error(`${what} could not be looked up`, { requestId, error });
    return 'unavailable' as const;
  }
}
