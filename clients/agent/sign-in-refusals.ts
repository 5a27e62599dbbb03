/** The clock of the page may be wrong, and a supervisor may end the hold earlier. */
const longestWaitMs = 3_600_000;
/** Agents who were forced out together do not all sign in at the same moment. */
const spreadMs = 10_000;

/**
 * What `signIn` throws when Lastcall has refused the sign-in because of the `holdMinutes` of a forced logout. The page
 * signs in again when the hold has ended.
 *
 * @example
 * if (answer.status === 409) {
 *   const { heldUntil } = await answer.json();
 *   if (heldUntil) throw new SignInHeld(heldUntil);
 * }
 */
export class SignInHeld extends Error {
  /** ISO 8601. */
  readonly heldUntil: string;

  /**
   * @param heldUntil the member of this name in the answer of `PUT /v1/agents/{agentId}/session` with status 409
   * @throws TypeError if it is not a time
   */
  constructor(heldUntil: string) {
    if (typeof heldUntil !== 'string' || !Date.parse(heldUntil)) {
      throw new TypeError(`heldUntil must be like "2026-11-21T09:30:00.000Z"; it is ${JSON.stringify(heldUntil)}.`);
    }
    super(`Signing in is refused until ${heldUntil}.`);
    this.name = 'SignInHeld';
    this.heldUntil = heldUntil;
  }
}

/**
 * What `signIn` throws when Lastcall has refused a sign-in that the page began by itself, because the agent has a session
 * elsewhere. The page stays signed out: the agent, who works there, may sign in here by loading it again.
 *
 * @example
 * if (answer.status === 409 && isAutomatic) throw new SignedInElsewhere();
 */
export class SignedInElsewhere extends Error {
  override readonly name = 'SignedInElsewhere';
}

/**
 * How long to wait before the next sign-in: until the hold ends, but at most about an hour.
 *
 * @internal
 */
export const holdMs = ({ heldUntil }: SignInHeld): number =>
  Math.min(Math.max(Date.parse(heldUntil) - Date.now(), 0), longestWaitMs) + Math.random() * spreadMs;
