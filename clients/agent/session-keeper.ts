import type { Events } from './callbacks.ts';
import { causes, mayReturn } from './causes.ts';
import { textIn } from './outside.ts';
import type { Page } from './page.ts';
import { leaseMs, parseSignedIn } from './parse-session.ts';
import type { Ending, SignedIn } from './session.ts';
import type { Tabs } from './tabs.ts';
import { pauseMs } from './timers.ts';

const longestPeriodMs = 60_000;

/** Keeps a session alive by heartbeats, and signs in anew when it was lost. */
export interface SessionKeeper {
  /** None before the first and after the last. */
  session(): SignedIn | undefined;

  /** Lets Lastcall hear of this page now. */
  beat(): void;

  /** The same, if the last time did not go well or is long ago. */
  beatIfDue(): void;

  /** Another tab was heard: this one need not be, for a while. */
  rest(): void;

  /** Goes on with the session that another tab has stored. */
  adopt(): void;
  stop(): void;
}

interface Parts extends Page {
  readonly tabs: Tabs;
  readonly onKept: (event: Events['sessionKept']) => void;
  readonly onOver: (ending: Ending) => void;
}

const isReload = () => performance.getEntriesByType('navigation')[0]?.toJSON().type === 'reload';

export function keepAlive({ api, store, tabs, timers, tell, signIn, onKept, onOver }: Parts): SessionKeeper {
  let session = store.load();
  let isKept = false;
  let isSigningIn = false;
  let isStopped = false;
  let failures = 0;
  let dueAt = 0;
  let turn = 0;
  let cancelNext: (() => void) | undefined;

  const periodMs = () => Math.min(session ? leaseMs(session) / 3 : Number.POSITIVE_INFINITY, longestPeriodMs);
  const plan = (waitMs: number) => {
    cancelNext?.();
    dueAt = failures ? 0 : Date.now() + waitMs;
    cancelNext = timers.after(waitMs, beat);
  };
  const planRetry = () => {
    failures += 1;
    const retryInMs = pauseMs(failures, periodMs());
    plan(retryInMs);
    return retryInMs;
  };
  const keep = (kept: SignedIn, how: Events['sessionKept']['how']) => {
    const isNew = !isKept || kept.sessionId !== session?.sessionId;
    session = kept;
    turn += 1;
    isKept = true;
    failures = 0;
    plan(periodMs());
    if (isNew) onKept({ sessionId: kept.sessionId, how });
  };

  function beat() {
    if (!isStopped && !isSigningIn) void (session ? askLastcall(session) : signInAnew());
  }

  async function askLastcall(asked: SignedIn) {
    turn += 1;
    const mine = turn;
    const answer = await api.call('heartbeat', asked.token);
    if (mine !== turn || isStopped) return;
    if (answer.type === 'unreachable') return tell('unreachable', { error: answer.error, retryInMs: planRetry() });
    if (answer.type === 'over') {
      // A page that only starts has nothing to end; but a reload is no way around a supervisor.
      const hadBegun = isKept || (answer.ending.cause === causes.forced && isReload());
      return hadBegun && !mayReturn(answer.ending) ? onOver(answer.ending) : signInAnew(answer.ending);
    }
    const kept = { ...asked, token: textIn(answer.body, 'token') ?? asked.token };
    if (kept.token !== asked.token) store.save(kept);
    keep(kept, 'wentOn');
    tabs.tell({ type: 'heard' });
    tell('heartbeat', { sessionId: kept.sessionId });
  }

  async function signInAnew(lost?: Ending) {
    isSigningIn = true;
    isKept = false;
    if (lost) tell('sessionLost', lost);
    try {
      await tabs.inTurn('sign-in', async () => {
        const stored = store.load();
        if (stored && stored.sessionId !== session?.sessionId) return keep(stored, 'otherTab');
        session = undefined;
        store.save(undefined);
        const signedIn = isStopped ? undefined : parseSignedIn(await signIn());
        if (isStopped) return signedIn && api.leave(signedIn.token, 0);
        if (!signedIn)
          throw new TypeError('signIn() must answer what Lastcall answered when it was sent leaseSeconds.');
        store.save(signedIn);
        keep(signedIn, 'signedIn');
      });
    } catch (error) {
      if (!isStopped) tell('signInFailed', { error, retryInMs: planRetry() });
    }
    isSigningIn = false;
  }

  return {
    session: () => session,
    beat,
    beatIfDue() {
      if (Date.now() >= dueAt) beat();
    },
    rest() {
      // A little longer than the other's period, so that it is the other one again that beats.
      if (dueAt) plan(periodMs() * (1.1 + Math.random() / 4));
    },
    adopt() {
      const stored = store.load();
      if (stored && !isStopped && !isSigningIn) keep(stored, 'otherTab');
    },
    stop() {
      isStopped = true;
      session = undefined;
      cancelNext?.();
    },
  };
}
