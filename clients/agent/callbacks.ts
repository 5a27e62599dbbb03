import type { Ending, Notice } from './session.ts';

type Nothing = Record<string, never>;

/** Everything that happens, by the name of its callback. */
export interface Events {
  /** There is a session: it went on, this page signed in for it, or another tab did. */
  readonly sessionKept: { readonly sessionId: string; readonly how: 'wentOn' | 'signedIn' | 'otherTab' };

  /** The session is over, for nothing was heard of this page or nobody knows why: the page signs in anew. */
  readonly sessionLost: Ending;
  readonly signInFailed: { readonly error: unknown; readonly retryInMs: number };

  /** Lastcall has heard this page. */
  readonly heartbeat: { readonly sessionId: string };
  readonly unreachable: { readonly error: unknown; readonly retryInMs: number };

  /** The WebSocket tells of forced logouts from now on. */
  readonly connected: Nothing;
  readonly disconnected: { readonly retryInMs: number };

  /** The page may be going: the session ends unless it is heard of again within so many seconds. */
  readonly leaving: { readonly withinSeconds: number };

  /** The page has not gone, after all. */
  readonly stayed: Nothing;

  /** The desktop is offline, or will be when the contact in hand has ended. */
  readonly offline: Nothing;

  /** The desktop could not be set offline, and the agent is asked what to do. */
  readonly offlineFailed: { readonly error: unknown; readonly attempt: number };

  /** The agent leaves without being offline in the desktop. */
  readonly leftAnyway: Nothing;
  readonly cameBack: Nothing;
  readonly comeBackFailed: { readonly error: unknown };

  /** A supervisor ends the session when the contacts in hand have ended. */
  readonly logoutDeferred: Notice;

  /** A supervisor has ended the session; the desktop goes offline after the countdown. */
  readonly logoutForced: Ending & { readonly countdownSeconds: number };
  readonly endFailed: { readonly error: unknown };

  /** It is over: nothing more is sent and nobody signs in anew. */
  readonly ended: Ending;

  /** The agent has signed out, here or in another tab. */
  readonly signedOut: Nothing;
}

/** A callback for each of them. */
export type Callbacks = { readonly [Name in keyof Events]: (event: Events[Name]) => void };
