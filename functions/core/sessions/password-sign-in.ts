import type { Clock, Ids } from '../ports.ts';
import type { AgentKey } from './agent.ts';
import type { IpAddress } from './ip-range.ts';
import type { AgentPasswords, PasswordHash, SessionSecrets } from './ports.ts';
import { type SignIn, signIn } from './presence.ts';
import type { TakeTurn } from './turn.ts';

/** An agent whose client does not poll for so long is signed out. */
const leaseSeconds = 120;

export interface PasswordSignIn {
  readonly password: string;
  readonly ipAddress: IpAddress;
  /** Ends a session that is there already. */
  readonly takeOver: boolean;
}

export type PasswordSignInOutcome =
  | { readonly type: 'signedIn'; readonly secret: string }
  /** Or no password, or locked: who is told which knows that there is such an agent. */
  | { readonly type: 'wrongPassword' }
  /** Told to nobody who has not proved who it is. */
  | { readonly type: 'alreadySignedIn' | 'beingSignedOut' | 'overlapping' };

interface Ports {
  readonly takeTurn: TakeTurn;
  readonly passwords: AgentPasswords;
  readonly passwordHash: PasswordHash;
  readonly secrets: SessionSecrets;
  readonly clock: Clock;
  readonly ids: Ids;
  /** How long a contact in hand holds off the end of a lease, in an instance; nothing: as long as it lasts. */
  readonly contactGraceOf: (instanceId: string) => Promise<Pick<SignIn, 'contactGraceSeconds'>>;
}

/** What no password matches, tried where there is nothing to try, so that it takes as long to refuse. */
const noPassword = '';

/**
 * An agent signs in by a password, and gets a secret which every later request of the session proves itself with.
 * Whoever does not exist, has no password or is locked is refused like whoever has another password: by the same calls,
 * with one password tried, and with nothing written to the agent.
 */
export function makePasswordSignIn(ports: Ports) {
  const { takeTurn, passwords, passwordHash, secrets, clock, ids, contactGraceOf } = ports;
  return (key: AgentKey, { password, ipAddress, takeOver }: PasswordSignIn): Promise<PasswordSignInOutcome> =>
    takeTurn(key, async (endTurn): Promise<PasswordSignInOutcome> => {
      if (!(await isRight(key, password))) return { type: 'wrongPassword' };
      const secret = secrets.make();
      const command = {
        sessionId: ids.next(),
        status: 'Available',
        statusType: 'ROUTABLE',
        ipAddress,
        takeOver,
        leaseSeconds,
        ...(await contactGraceOf(key.instanceId)),
        secretHash: secrets.hash(secret),
      } as const;
      const { type } = await endTurn((agent, now) => signIn(agent, command, now));
      if (type === 'done') return { type: 'signedIn', secret };
      return { type: type === 'unknownAgent' ? 'wrongPassword' : type };
    });

  /** An unknown agent, one without a password and one who is locked are tried like any other, and take as long. */
  async function isRight(key: AgentKey, password: string): Promise<boolean> {
    const hash = await passwords.attempt(key, clock.now());
    const matches = await passwordHash.matches(password, hash ?? noPassword);
    if (hash === undefined || !matches) return false;
    await passwords.succeeded(key);
    return true;
  }
}
