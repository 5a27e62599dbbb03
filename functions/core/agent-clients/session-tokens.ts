import type { SessionClaims, SessionTokenKind, Tokens } from '../access/tokens.ts';
import type { Clock } from '../ports.ts';
import { tokenValidity } from '../retention.ts';

type OfSession = Pick<SessionClaims, 'instanceId' | 'agentId' | 'sessionId'>;

export type SessionTokens = ReturnType<typeof makeSessionTokens>;

/** The tokens of agents' desktops. */
export function makeSessionTokens({
  tokens,
  clock,
}: {
  readonly tokens: Pick<Tokens, 'issue'>;
  readonly clock: Clock;
}) {
  async function issue(kind: SessionTokenKind, { instanceId, agentId, sessionId }: OfSession) {
    const expiresAt = clock.now() + tokenValidity[kind];
    return { token: await tokens.issue({ kind, instanceId, agentId, sessionId, expiresAt }), expiresAt };
  }

  return {
    /** The token with which the client of a session sends heartbeats. */
    issue: async (session: OfSession): Promise<string> => (await issue('session', session)).token,

    /** The token that opens a WebSocket for the client of a session. */
    issueForSocket: (session: OfSession) => issue('sessionSocket', session),

    /** A new token, once more than half of the validity has passed. */
    renewed: async (claims: SessionClaims): Promise<string | undefined> =>
      claims.expiresAt - clock.now() < tokenValidity.session / 2 ? (await issue('session', claims)).token : undefined,
  };
}
