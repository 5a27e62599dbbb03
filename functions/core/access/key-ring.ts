import { days, type Instant, minutes } from '../instant.ts';
import type { Clock, Report } from '../ports.ts';
import { signingKeyLasts, tokenValidity } from '../retention.ts';

/** The keys of an instance: the latest, and the one before it, whose tokens are valid for a while. 32 bytes or more each. */
export interface KeyRing {
  readonly secret: Uint8Array;
  /** When the latest key was made. @default - it is as old as versions that kept no time */
  readonly since?: Instant;
  readonly previous?: Uint8Array;
}

/** The keys that tokens are signed with. */
export interface SigningKeys {
  /** The keys of an instance, to sign with. They are made when they are first needed, and anew when they are old. */
  obtain(instanceId: string): Promise<KeyRing>;
  /** The keys of an instance, if there are any. Makes none, because the instance may come from a forged token. */
  find(instanceId: string): Promise<KeyRing | undefined>;
}

/** Keeps the key ring of each instance. */
export interface KeyRings {
  find(instanceId: string): Promise<KeyRing | undefined>;
  /**
   * Keeps a ring in place of the one that was found, unless somebody else was faster.
   * @returns the ring that is kept: this one or the other's
   */
  replace(instanceId: string, ring: KeyRing, found: KeyRing | undefined): Promise<KeyRing>;
}

/** How long a ring is used without another look-up. */
export const ringRememberedFor = minutes(5);

/** A new key signs when everybody has it, and then as long again, for clocks that differ and look-ups that take long. */
const signsAfter = 2 * ringRememberedFor;

/** The one before it verifies until its last token has expired. */
const verifiesFor = signsAfter + Math.max(...Object.values(tokenValidity), days(1)) + ringRememberedFor;

/** The key that signs now. */
export const signingKeyOf = ({ secret, since = 0, previous }: KeyRing, now: Instant): Uint8Array =>
  previous && now < since + signsAfter ? previous : secret;

/** The keys whose tokens are valid now. */
export const verifyingKeysOf = ({ secret, since = 0, previous }: KeyRing, now: Instant): readonly Uint8Array[] =>
  previous && now < since + verifiesFor ? [secret, previous] : [secret];

/** The ring that should be kept in place of this one, if another should. A key whose age is unknown begins to age now. */
function successorOf(ring: KeyRing | undefined, now: Instant, random: () => Uint8Array): KeyRing | undefined {
  if (!ring) return { secret: random(), since: now };
  if (ring.since === undefined) return { secret: ring.secret, since: now };
  return now < ring.since + signingKeyLasts ? undefined : { secret: random(), since: now, previous: ring.secret };
}

interface Ports {
  readonly rings: KeyRings;
  /** 32 bytes or more that nobody can guess, different each time. */
  readonly random: () => Uint8Array;
  readonly clock: Clock;
  /** Whether keys may be made here. What strangers reach only reads them. */
  readonly makes: () => boolean;
  readonly report: Report;
}

/**
 * Makes keys when they are first needed, and new ones when they are old. A new key that cannot be kept is made the next time:
 * until then the old one signs.
 */
export function makeSigningKeys({ rings, random, clock, makes, report }: Ports): SigningKeys {
  async function obtain(instanceId: string): Promise<KeyRing> {
    const found = await rings.find(instanceId);
    const next = makes() ? successorOf(found, clock.now(), random) : undefined;
    if (!next && found) return found;
    if (!next) throw new Error(`Instance ${instanceId} has no signing key yet, and none is made here`);
    try {
      return await rings.replace(instanceId, next, found);
    } catch (error) {
      if (!found) throw error;
      report('A new signing key could not be kept; the old one goes on signing', error);
      return found;
    }
  }

  return { obtain, find: rings.find };
}
