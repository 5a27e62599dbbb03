import type { Passes, SessionPass, SessionPassKind } from '#core/access/passes.ts';
import { type Instant, minutes, seconds } from '#core/instant.ts';
import type { Clock } from '#core/ports.ts';
import { RefusedRequest } from '#dialects/http.ts';
import { badSessionToken } from '#dialects/native/session-client.ts';
import { logger } from './observe.ts';

type OfSession = Pick<SessionPass, 'instanceId' | 'agentId' | 'sessionId'>;

/** An address is good for so long; a token for a day. */
const goodFor = { session: minutes(24 * 60), sessionSocket: seconds(100) } as const;

interface Ports {
  readonly passes: Passes;
  readonly clock: Clock;
}

/** The tokens of agents' desktops. */
export function makeSessionTokens({ passes, clock }: Ports) {
  async function issue(kind: SessionPassKind, { instanceId, agentId, sessionId }: OfSession) {
    const expiresAt: Instant = clock.now() + goodFor[kind];
    return { token: await passes.issue({ kind, instanceId, agentId, sessionId, expiresAt }), expiresAt };
  }

  async function read(token: string) {
    try {
      return await passes.read(token);
    } catch (error) {
      logger.error('A signing key could not be looked up', { error });
      const message = 'Tokens cannot be checked at this moment: try again';
      throw new RefusedRequest({ type: 'unavailable', message });
    }
  }

  return {
    /** What the client of a session says with whose it is. */
    issueToken: async (of: OfSession): Promise<string> => (await issue('session', of)).token,

    /** What opens a WebSocket for the client of a session. */
    issueSocketToken: (of: OfSession) => issue('sessionSocket', of),

    /** Whose client a token stands for. @throws RefusedRequest the same for every token that is not good. */
    async clientOf(token: string): Promise<SessionPass> {
      const pass = await read(token);
      if (typeof pass === 'string' || pass.kind !== 'session') {
        logger.appendKeys({ refusal: typeof pass === 'string' ? pass : 'wrongKind' });
        throw new RefusedRequest(badSessionToken);
      }
      const { instanceId, agentId, sessionId } = pass;
      logger.appendKeys({ instanceId, agentId, sessionId });
      return pass;
    },

    /** A token in place of one that is more than half through its time. */
    renewed: async (pass: SessionPass): Promise<string | undefined> =>
      pass.expiresAt - clock.now() < goodFor.session / 2 ? (await issue('session', pass)).token : undefined,
  };
}
