import { type Admission, type Admit, type CallerId, everyInstance } from '../access/rate-limit.ts';
import type { AgentKey } from '../agents/agent.ts';
import type { IpAddress } from '../agents/ip-range.ts';
import { type SignInOutcome, signIn } from '../agents/presence.ts';
import type { AgentUseCases } from '../agents/use-cases.ts';
import type { Clock, Ids } from '../ports.ts';
import { type Guesser, type GuessRecord, isPaused, sourceOf } from './password-guesses.ts';
import { pollingLeaseSeconds } from './poll.ts';
import type { AgentPasswords, PasswordGuesses, PasswordHash, SessionSecrets } from './ports.ts';
import type { WithSignInLock } from './sign-in-lock.ts';

export interface PasswordSignIn {
  readonly password: string;
  readonly ipAddress: IpAddress;
  /** Ends a session that is there already. */
  readonly takeOver: boolean;
}

type PasswordOutcome =
  | { readonly type: 'signedIn'; readonly secret: string }
  /** Also without a password, or when the source has to wait: another answer would reveal that the agent exists. */
  | { readonly type: 'wrongPassword' }
  /** Only answered to a caller with the right password. */
  | { readonly type: 'alreadySignedIn' | 'beingSignedOut' | 'overlapping' }
  | Extract<SignInOutcome, { type: 'held' }>;

export type PasswordSignInOutcome = PasswordOutcome | Exclude<Admission, { type: 'admitted' }>;

interface Ports {
  readonly withSignInLock: WithSignInLock;
  readonly passwords: AgentPasswords;
  readonly guesses: PasswordGuesses;
  readonly passwordHash: PasswordHash;
  /** Admits the comparisons of one source. */
  readonly admitComparison: Admit;
  readonly secrets: SessionSecrets;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly contactGraceOf: AgentUseCases['contactGraceOf'];
}

/** No password matches it. It is compared with when there is no hash, so that the refusal takes as long. */
const noPassword = '';

/**
 * Signs an agent in by password. The caller gets a secret, which every later request of the session carries.
 *
 * Wrong passwords make the guesser wait, who is the source and the agent together: the agent signs in from anywhere else,
 * and other agents from there. An unknown agent and one without a password are refused like a wrong password, with the
 * same calls and one comparison. A comparison takes a lot of memory and time, so each source has a rate of its own. A source
 * from which the agent has signed in before takes nothing of the rate that others there share.
 */
export function makePasswordSignIn(ports: Ports) {
  const { withSignInLock, passwords, guesses, passwordHash, admitComparison, secrets, clock, ids, contactGraceOf } =
    ports;
  return async (key: AgentKey, { password, ipAddress, takeOver }: PasswordSignIn): Promise<PasswordSignInOutcome> => {
    const guesser = { agent: key, source: sourceOf(ipAddress) };
    const seen = await guesses.attemptsOf(guesser);
    if (isPaused(seen, clock.now())) return { type: 'wrongPassword' };
    const admission = await admitComparison(payerOf(guesser, seen));
    if (admission.type !== 'admitted') return admission;
    const guess = await guesses.count(guesser, seen, clock.now());
    if (guess.type === 'paused') return { type: 'wrongPassword' };

    return withSignInLock(key, async (change): Promise<PasswordOutcome> => {
      if (!(await isRight(key, password))) return { type: 'wrongPassword' };
      await guesses.succeeded(guesser, clock.now());
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
      const outcome = await change((agent, now) => signIn(agent, command, now));
      if (outcome.type === 'held') return outcome;
      const { type } = outcome;
      if (type === 'done') return { type: 'signedIn', secret };
      return { type: type === 'unknownAgent' ? 'wrongPassword' : type };
    });
  };

  async function isRight(key: AgentKey, password: string): Promise<boolean> {
    const hash = await passwords.find(key);
    const matches = await passwordHash.matches(password, hash ?? noPassword);
    return hash !== undefined && matches;
  }
}

/**
 * Who pays for a comparison: the agent at a known source, and otherwise all of the source together, whatever instances its
 * requests name: anybody can name any.
 */
const payerOf = ({ agent: { instanceId, agentId }, source }: Guesser, seen: GuessRecord | undefined): CallerId =>
  seen?.isKnown === true
    ? { instanceId, callerId: `password:${source}:${agentId}` }
    : { instanceId: everyInstance, callerId: `password:${source}` };
