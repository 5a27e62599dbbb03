import type { SessionPass, SessionPassKind } from '#core/access/passes.ts';
import { type Instant, minutes, seconds } from '#core/instant.ts';
import { RefusedRequest } from '#dialects/http.ts';
import { badSessionToken } from '#dialects/native/session-client.ts';
import { env } from '../env.ts';
import { logger } from '../observe.ts';
import { clock } from './clock.ts';
import { passes } from './passes.ts';

type OfSession = Pick<SessionPass, 'instanceId' | 'agentId' | 'sessionId'>;

const goodFor = { session: minutes(24 * 60), sessionSocket: seconds(100) } as const;

async function issue(kind: SessionPassKind, { instanceId, agentId, sessionId }: OfSession) {
  const expiresAt: Instant = clock.now() + goodFor[kind];
  return { token: await passes.issue({ kind, instanceId, agentId, sessionId, expiresAt }), expiresAt };
}

/** The token that the client of a session says with whose it is. */
export const issueSessionToken = async (of: OfSession): Promise<string> => (await issue('session', of)).token;

/** The address of a WebSocket for the client of a session. */
export async function issueSessionSocket(of: OfSession) {
  const { token, expiresAt } = await issue('sessionSocket', of);
  return { url: `${env('SOCKET_URL')}?token=${token}`, expiresAt };
}

/** Whose client a token stands for. @throws RefusedRequest the same for every token that is not good. */
export async function clientOf(token: string): Promise<SessionPass> {
  const pass = await passes.read(token);
  if (typeof pass === 'string' || pass.kind !== 'session') {
    logger.info('refused', { refusal: typeof pass === 'string' ? pass : 'wrongKind' });
    throw new RefusedRequest(badSessionToken);
  }
  const { instanceId, agentId, sessionId } = pass;
  logger.appendKeys({ instanceId, agentId, sessionId });
  return pass;
}

/** A token in place of one that is more than half through its time. */
export const renewed = async (pass: SessionPass): Promise<string | undefined> =>
  pass.expiresAt - clock.now() < goodFor.session / 2 ? issueSessionToken(pass) : undefined;
