import type { CancelledLogout, DeferredLogout } from './deferred-logout.ts';
import type { Ending } from './session.ts';

type Nothing = Record<string, never>;

/** What each callback receives, by the name of the callback. */
export interface Events {
  /** There is a session: an existing one continues, this page has signed in, or another tab has. */
  readonly sessionKept: { readonly sessionId: string; readonly how: 'wentOn' | 'signedIn' | 'otherTab' };

  /** The session has ended or is no longer known, and the page signs in again. */
  readonly sessionLost: Ending;
  readonly signInFailed: { readonly error: unknown; readonly retryInMs: number };

  /** `signIn` has thrown `SignInHeld`: a forced logout keeps the agent out until then, and the page signs in afterwards. */
  readonly signInHeld: { readonly heldUntil: string; readonly retryInMs: number };

  /** Lastcall has accepted a heartbeat of this page. */
  readonly heartbeat: { readonly sessionId: string };
  readonly unreachable: { readonly error: unknown; readonly retryInMs: number };

  /** The WebSocket is subscribed: forced logouts arrive at once. */
  readonly connected: Nothing;
  readonly disconnected: { readonly retryInMs: number };

  /** The page may be closing: the session ends after this time unless a heartbeat arrives. */
  readonly leaving: { readonly withinSeconds: number };

  /** The page did not close, or is shown again. */
  readonly stayed: Nothing;

  /** The desktop is offline, or goes offline when the current contact ends. */
  readonly offline: Nothing;

  /** The desktop could not be set offline, and the agent is asked what to do. */
  readonly offlineFailed: { readonly error: unknown; readonly attempt: number };

  /** The agent leaves although the desktop is not offline. */
  readonly leftAnyway: Nothing;
  readonly cameBack: Nothing;

  /** The status could not be set again. After the fourth attempt the agent is told. */
  readonly comeBackFailed: { readonly error: unknown; readonly attempt: number };

  /** A supervisor has ordered a logout after the current contacts. */
  readonly logoutDeferred: DeferredLogout;

  /** The deadline of that logout is a minute away, or half of the time that there was. */
  readonly logoutDeadlineNear: DeferredLogout;

  /** That logout does not take place. */
  readonly logoutCancelled: CancelledLogout;

  /** A supervisor has ended the session; the desktop goes offline after the countdown. */
  readonly logoutForced: Ending & { readonly countdownSeconds: number };
  readonly endFailed: { readonly error: unknown };

  /** The session has ended for good: no more requests are sent, and the page does not sign in again. */
  readonly ended: Ending;

  /** The agent has signed out, here or in another tab. */
  readonly signedOut: Nothing;
}

/** One callback for each event. */
export type Callbacks = { readonly [Name in keyof Events]: (event: Events[Name]) => void };

const events = {
  sessionKept: true,
  sessionLost: true,
  signInFailed: true,
  signInHeld: true,
  heartbeat: true,
  unreachable: true,
  connected: true,
  disconnected: true,
  leaving: true,
  stayed: true,
  offline: true,
  offlineFailed: true,
  leftAnyway: true,
  cameBack: true,
  comeBackFailed: true,
  logoutDeferred: true,
  logoutDeadlineNear: true,
  logoutCancelled: true,
  logoutForced: true,
  endFailed: true,
  ended: true,
  signedOut: true,
} satisfies Record<keyof Events, true>;

/** @internal */
export const eventNames = Object.keys(events);

/** @internal */
export type Notify = <Name extends keyof Events>(name: Name, event: Events[Name]) => void;

/**
 * An exception in a callback is reported as uncaught and does not stop the library.
 *
 * @internal
 */
export function makeNotify(callbacks: Partial<Callbacks>): Notify {
  return (name, event) => {
    try {
      callbacks[name]?.(event);
    } catch (error) {
      reportError(error);
    }
  };
}
