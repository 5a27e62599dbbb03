import type { AgentKey } from '../agents/agent.ts';
import type { ChangeAgent } from '../agents/change-agent.ts';
import { type SignIn, signIn } from '../agents/presence.ts';
import type { AgentUseCases } from '../agents/use-cases.ts';
import type { Ids } from '../ports.ts';
import type { SessionTokens } from './session-tokens.ts';

interface Ports {
  readonly changeAgent: ChangeAgent;
  readonly contactGraceOf: AgentUseCases['contactGraceOf'];
  readonly sessionTokens: Pick<SessionTokens, 'issue'>;
  readonly ids: Ids;
}

/** Signs an agent in. With a lease the caller gets a token, with which the session's client sends its heartbeats. */
export function makeSignIn({ changeAgent, contactGraceOf, sessionTokens, ids }: Ports) {
  return async (key: AgentKey, command: Omit<SignIn, 'sessionId' | 'contactGraceSeconds' | 'secretHash'>) => {
    const sessionId = ids.next();
    if (command.leaseSeconds === undefined) {
      const signedIn = await changeAgent(key, (agent, now) => signIn(agent, { ...command, sessionId }, now));
      return { ...signedIn, token: undefined };
    }
    const leased = { ...command, sessionId, ...(await contactGraceOf(key.instanceId)) };
    // The token comes first: a session that no client can keep alive would lock the agent out until its lease expires.
    const token = await sessionTokens.issue({ ...key, sessionId });
    return { ...(await changeAgent(key, (agent, now) => signIn(agent, leased, now))), token };
  };
}
