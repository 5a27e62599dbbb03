import type { AgentKey } from '../agents/agent.ts';
import type { ChangeAgent } from '../agents/change-agent.ts';
import type { IpAddress } from '../agents/ip-range.ts';
import { type SignIn, signIn } from '../agents/presence.ts';
import type { AgentUseCases } from '../agents/use-cases.ts';
import type { Clock, Ids } from '../ports.ts';
import type { AgentPasswords, PasswordHash, SessionSecrets } from './ports.ts';
import type { SessionTokens } from './session-tokens.ts';
import type { WithSignInLock } from './sign-in-lock.ts';

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

/** An agent whose client does not poll for so long is signed out. */
const pollingLeaseSeconds = 120;

export interface PasswordSignIn {
  readonly password: string;
  readonly ipAddress: IpAddress;
  /** Ends a session that is there already. */
  readonly takeOver: boolean;
}

export type PasswordSignInOutcome =
  | { readonly type: 'signedIn'; readonly secret: string }
  /** Also without a password or when locked: another answer would reveal that the agent exists. */
  | { readonly type: 'wrongPassword' }
  /** Only answered to a caller with the right password. */
  | { readonly type: 'alreadySignedIn' | 'beingSignedOut' | 'overlapping' };

interface PasswordPorts {
  readonly withSignInLock: WithSignInLock;
  readonly passwords: AgentPasswords;
  readonly passwordHash: PasswordHash;
  readonly secrets: SessionSecrets;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly contactGraceOf: AgentUseCases['contactGraceOf'];
}

/** No password matches it. It is compared with when there is no hash, so that the refusal takes as long. */
const noPassword = '';

/**
 * Signs an agent in by password. The caller gets a secret, which every later request of the session carries. An unknown
 * agent, one without a password and one who is locked are refused like a wrong password: with the same calls, one
 * comparison, and nothing written to the agent.
 */
export function makePasswordSignIn(ports: PasswordPorts) {
  const { withSignInLock, passwords, passwordHash, secrets, clock, ids, contactGraceOf } = ports;
  return (key: AgentKey, { password, ipAddress, takeOver }: PasswordSignIn): Promise<PasswordSignInOutcome> =>
    withSignInLock(key, async (change): Promise<PasswordSignInOutcome> => {
      if (!(await isRight(key, password))) return { type: 'wrongPassword' };
      const secret = secrets.make();
      const command = {
        sessionId: ids.next(),
        status: 'Available',
        statusType: 'ROUTABLE',
        ipAddress,
        takeOver,
        leaseSeconds: pollingLeaseSeconds,
        ...(await contactGraceOf(key.instanceId)),
        secretHash: secrets.hash(secret),
      } as const;
      const { type } = await change((agent, now) => signIn(agent, command, now));
      if (type === 'done') return { type: 'signedIn', secret };
      return { type: type === 'unknownAgent' ? 'wrongPassword' : type };
    });

  async function isRight(key: AgentKey, password: string): Promise<boolean> {
    const hash = await passwords.attempt(key, clock.now());
    const matches = await passwordHash.matches(password, hash ?? noPassword);
    if (hash === undefined || !matches) return false;
    await passwords.succeeded(key);
    return true;
  }
}
