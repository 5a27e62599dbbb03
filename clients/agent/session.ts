import { memberOf, parseJson, textIn } from './json.ts';

/** What `PUT /v1/agents/{agentId}/session` answers to a request with `leaseSeconds`. */
export interface SignedIn {
  readonly sessionId: string;

  /** ISO 8601. */
  readonly signedInAt: string;

  /** ISO 8601. */
  readonly leaseExpiresAt: string;

  /** Authorizes requests for this session only. */
  readonly token: string;

  /**
   * When the countdown of a forced logout began in this browser, in milliseconds since 1970.
   *
   * @internal
   */
  readonly forcedAt?: number | undefined;
}

/** Signs the agent in and resolves to Lastcall's answer, unchanged. */
export type SignIn = (how: {
  /**
   * Whether the page signs in by itself because its session has ended, for example while the computer was asleep: perhaps
   * nobody is there. Lastcall has to be told, and another session must not be taken over.
   */
  readonly isAutomatic: boolean;
}) => Promise<SignedIn>;

/** A message about a session. */
export interface Notice {
  /** ISO 8601. */
  readonly at?: string | undefined;
  readonly reason?: string | undefined;

  /** For the agent to read. */
  readonly message?: string | undefined;
}

/**
 * Why a session ended: a supervisor forced it, the agent signed out or closed the last window, no heartbeat arrived
 * within the lease, the agent signed in elsewhere, or the client that ended it had a reason of its own.
 */
export type Cause = 'forced' | 'signedOut' | 'leaseExpired' | 'replaced' | 'client';

/** How a session ended. */
export interface Ending extends Notice {
  /** Undefined if Lastcall no longer knows, because the session ended long ago. */
  readonly cause?: Cause | undefined;

  /** ISO 8601. Until then the agent cannot sign in. Undefined if the agent can. */
  readonly heldUntil?: string | undefined;
}

/** A page may start so long after the countdown of a forced logout and still be the one that ends the desktop's session. */
const lateStartMs = 60_000;
const causes: readonly Cause[] = ['forced', 'signedOut', 'leaseExpired', 'replaced'];

/**
 * Whether the page may sign in again after this end, because nobody meant to send the agent away.
 *
 * @internal
 */
export const maySignInAgain = ({ cause }: Ending): boolean =>
  cause === undefined || cause === 'signedOut' || cause === 'leaseExpired';

/**
 * Parses a frame that says that the session has ended.
 *
 * @internal
 */
export function parseEnding(value: unknown): Ending {
  const cause = textIn(value, 'cause');
  return {
    // A cause that this version does not know must not make the page sign in again.
    cause: cause === undefined ? undefined : (causes.find((known) => known === cause) ?? 'client'),
    heldUntil: textIn(value, 'heldUntil'),
    ...parseNotice(value),
  };
}

/**
 * Parses the answer to a request of a session that is over.
 *
 * @internal
 */
export const parseEnded = (body: unknown): Ending => ({
  ...parseEnding(memberOf(body, 'ended')),
  heldUntil: textIn(body, 'heldUntil'),
});

/**
 * Whether a page that starts has to go on with a forced logout: a page before it, or beside it, counts down, or was closed
 * before it knew.
 *
 * @internal
 */
export const isForcedJustNow = (
  { cause, at = '' }: Ending,
  { forcedAt }: SignedIn,
  countdownSeconds: number,
): boolean => cause === 'forced' && Date.now() - (forcedAt ?? Date.parse(at)) < countdownSeconds * 1000 + lateStartMs;

/** @internal */
export const parseNotice = (value: unknown): Notice => ({
  at: textIn(value, 'at'),
  reason: textIn(value, 'reason'),
  message: textIn(value, 'message'),
});

/** @internal */
export const leaseMs = ({ signedInAt, leaseExpiresAt }: SignedIn): number =>
  Date.parse(leaseExpiresAt) - Date.parse(signedInAt);

/**
 * Returns undefined if the value is not the answer to a sign-in with a lease.
 *
 * @internal
 */
export function parseSignedIn(value: unknown): SignedIn | undefined {
  const members = ['sessionId', 'token', 'signedInAt', 'leaseExpiresAt'];
  const [sessionId = '', token = '', signedInAt = '', leaseExpiresAt = ''] = members.map((name) => textIn(value, name));
  const forcedAt = Number(memberOf(value, 'forcedAt')) || undefined;
  const signedIn = { sessionId, token, signedInAt, leaseExpiresAt, forcedAt };
  return sessionId && token && leaseMs(signedIn) > 0 ? signedIn : undefined;
}

/**
 * Stores the session for the other tabs, for a reload and for a restart of the browser.
 *
 * @internal
 */
export interface SessionStore {
  load(): SignedIn | undefined;
  save(session: SignedIn | undefined): void;
}

/**
 * If the browser denies the page its storage, the session lasts as long as the page.
 *
 * @internal
 */
export function makeSessionStore(key: string): SessionStore {
  return {
    load() {
      try {
        return parseSignedIn(parseJson(localStorage.getItem(key)));
      } catch {
        return undefined;
      }
    },
    save(session) {
      try {
        if (session) localStorage.setItem(key, JSON.stringify(session));
        else localStorage.removeItem(key);
      } catch {
        // The storage is full or denied.
      }
    },
  };
}
