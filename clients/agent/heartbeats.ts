import type { Events, Notify } from './callbacks.ts';
import { textIn } from './json.ts';
import type { LastcallApi } from './lastcall-api.ts';
import {
  type Ending,
  isForcedJustNow,
  leaseMs,
  maySignInAgain,
  parseSignedIn,
  type SessionStore,
  type SignedIn,
  type SignIn,
} from './session.ts';
import { holdMs, SignedInElsewhere, SignInHeld } from './sign-in-refusals.ts';
import type { Tabs } from './tabs.ts';
import { retryDelayMs, type Timers } from './timers.ts';

const longestPeriodMs = 60_000;
/** A sign-in that takes longer holds up the other tabs no more. Its answer counts however late it comes. */
const signInTimeoutMs = 15_000;

/** Keeps the session alive with heartbeats, and signs in again when it is lost. */
export interface Heartbeats {
  /** Undefined before the first sign-in and after `stop`. */
  session(): SignedIn | undefined;

  /** Sends a heartbeat now. */
  send(): void;

  /** Sends a heartbeat if the last one failed or the next one is overdue. */
  sendIfDue(): void;

  /** Another tab has sent a heartbeat, so this one waits longer. */
  postpone(): void;

  /** Continues with the session that another tab has stored. @returns whether it is another session than before */
  adoptStored(): boolean;
  stop(): void;
}

interface Parts {
  readonly api: LastcallApi;
  readonly store: SessionStore;
  readonly tabs: Tabs;
  readonly timers: Timers;
  readonly notify: Notify;
  readonly signIn: SignIn;
  readonly countdownSeconds: number;
  readonly onKept: (event: Events['sessionKept']) => void;

  /** Called at every heartbeat, with the instant until which the session certainly goes on. */
  readonly onHeartbeat: (until: number) => void;

  /** The session has ended, and the page may not sign in again. */
  readonly onEnded: (ending: Ending) => void;
}

export function makeHeartbeats(parts: Parts): Heartbeats {
  const { api, store, tabs, timers, notify, signIn, countdownSeconds, onKept, onHeartbeat, onEnded } = parts;
  let session = store.load();
  let isAutomatic = session !== undefined;
  let isKept = false;
  let isSigningIn = false;
  let isStopped = false;
  let failures = 0;
  let dueAt = 0;
  /** Lastcall has asked for a pause until then, or keeps the agent out. Ends with the timer too, whatever the clock shows. */
  let pausedUntil = 0;
  /** Changes with every heartbeat and session, so that the answer to an earlier heartbeat is ignored. */
  let latest = 0;
  let cancelNext: (() => void) | undefined;

  const periodMs = () => Math.min(session ? leaseMs(session) / 3 : Number.POSITIVE_INFINITY, longestPeriodMs);
  const schedule = (delayMs: number) => {
    cancelNext?.();
    dueAt = failures ? 0 : Date.now() + delayMs;
    cancelNext = timers.after(delayMs, () => {
      pausedUntil = 0;
      send();
    });
  };
  const scheduleRetry = (retryAfterMs = 0) => {
    failures += 1;
    const retryInMs = retryDelayMs(failures, periodMs(), retryAfterMs);
    pausedUntil = Date.now() + retryAfterMs;
    schedule(retryInMs);
    return retryInMs;
  };
  const keep = (kept: SignedIn, how: Events['sessionKept']['how']) => {
    const isNew = !isKept || kept.sessionId !== session?.sessionId;
    session = kept;
    latest += 1;
    isKept = true;
    isAutomatic = true;
    failures = 0;
    // Another tab may have got a session during the pause.
    pausedUntil = 0;
    schedule(periodMs());
    if (isNew) onKept({ sessionId: kept.sessionId, how });
  };

  function send() {
    if (!isStopped && !isSigningIn && Date.now() >= pausedUntil)
      void (session ? sendHeartbeat(session) : signInAgain());
  }

  async function sendHeartbeat(current: SignedIn) {
    latest += 1;
    const mine = latest;
    const sentAt = Date.now();
    const answer = await api.call('heartbeat', current.token);
    if (mine !== latest || isStopped) return;
    if (answer.type === 'unreachable')
      return notify('unreachable', { error: answer.error, retryInMs: scheduleRetry(answer.retryAfterMs) });
    if (answer.type === 'ended') {
      const { ending } = answer;
      // A page that has just started has no session to end, but it must not undo a forced logout.
      const hasSession = isKept || isForcedJustNow(ending, current, countdownSeconds);
      return hasSession && !maySignInAgain(ending) ? onEnded(ending) : signInAgain(ending);
    }
    const kept = { ...current, token: textIn(answer.body, 'token') ?? current.token };
    if (kept.token !== current.token) store.save(kept);
    keep(kept, 'wentOn');
    onHeartbeat(sentAt + leaseMs(kept));
    tabs.post({ type: 'heartbeat' });
    notify('heartbeat', { sessionId: kept.sessionId });
  }

  async function signInAgain(lost?: Ending) {
    isSigningIn = true;
    isKept = false;
    if (lost) notify('sessionLost', lost);
    try {
      await tabs.withLock('sign-in', async () => {
        const stored = store.load();
        if (stored && stored.sessionId !== session?.sessionId) return keep(stored, 'otherTab');
        session = undefined;
        store.save(undefined);
        if (isStopped) return;
        const isLate = timers.wait(signInTimeoutMs).then(() => {
          throw new Error(`signIn() has not answered within ${signInTimeoutMs / 1000} seconds.`);
        });
        await Promise.race([signIn({ isAutomatic }).then(keepSignedIn), isLate]);
      });
    } catch (error) {
      if (!isStopped) failToSignIn(error);
    }
    isSigningIn = false;
    // The first heartbeat tells Lastcall the address of this browser.
    if (isKept) send();
  }

  function failToSignIn(error: unknown) {
    if (error instanceof SignedInElsewhere) return onEnded({ cause: 'replaced' });
    if (!(error instanceof SignInHeld)) return notify('signInFailed', { error, retryInMs: scheduleRetry() });
    // When the hold ends, perhaps nobody is there.
    isAutomatic = true;
    notify('signInHeld', { heldUntil: error.heldUntil, retryInMs: scheduleRetry(holdMs(error)) });
  }

  /** Keeps the session of a sign-in, unless its answer is so late that there is a newer one. */
  function keepSignedIn(answer: unknown) {
    const signedIn = parseSignedIn(answer);
    if (!signedIn) throw new TypeError('signIn() must answer what Lastcall answered when it was sent leaseSeconds.');
    if (isStopped) return api.leave(signedIn.token, 0);
    if (session && session.signedInAt > signedIn.signedInAt) return;
    store.save(signedIn);
    keep(signedIn, 'signedIn');
  }

  return {
    session: () => session,
    send,
    sendIfDue() {
      if (Date.now() >= dueAt) send();
    },
    postpone() {
      // A little longer than the period, so that the same tab sends the next heartbeat too.
      if (dueAt) schedule(periodMs() * (1.1 + Math.random() / 4));
    },
    adoptStored() {
      const stored = store.load();
      if (!stored || stored.forcedAt || isStopped || isSigningIn) return false;
      const isOther = stored.sessionId !== session?.sessionId;
      keep(stored, 'otherTab');
      return isOther;
    },
    stop() {
      isStopped = true;
      session = undefined;
      cancelNext?.();
    },
  };
}
