import { jest } from '@jest/globals';
import type { Events } from '../../clients/agent/callbacks.ts';
import { type Heartbeats, makeHeartbeats } from '../../clients/agent/heartbeats.ts';
import type { LastcallApi } from '../../clients/agent/lastcall-api.ts';
import type { Ending, SignedIn, SignIn } from '../../clients/agent/session.ts';
import type { Tabs } from '../../clients/agent/tabs.ts';
import type { Timers } from '../../clients/agent/timers.ts';

type Answer = Awaited<ReturnType<LastcallApi['call']>>;

export interface PageSettings {
  /** The answers to the first heartbeats. Later ones are accepted. */
  readonly answers?: readonly Answer[];
  /** The session that a page before has stored. */
  readonly stored?: SignedIn;
  /** @default signs in */
  readonly signIn?: SignIn;
}

/** A session that has begun now. */
export const aSession = (sessionId: string): SignedIn => {
  const [signedInAt = '', leaseExpiresAt = ''] = [0, 60_000].map((ms) => new Date(Date.now() + ms).toISOString());
  return { sessionId, signedInAt, leaseExpiresAt, token: `token of ${sessionId}` };
};

/** No other tab is open. */
export const aloneInBrowser: Tabs = {
  hasOthers: () => false,
  post() {},
  announce() {},
  withLock: (_, task) => task(),
  once: (_, task) => task(),
  lead() {},
  dispose() {},
};

/** The timers of `jest.useFakeTimers`. */
export const fakedTimers: Timers = {
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
  wait: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
  dispose() {},
};

/** A page that is alone in its browser and sends heartbeats, in the time of `jest.useFakeTimers`. */
export function aPage({ answers = [], stored, signIn = async () => aSession('s1') }: PageSettings) {
  const left = [...answers];
  const heartbeatsAt: number[] = [];
  const endings: Ending[] = [];
  const reports: (readonly [name: string, event: object])[] = [];
  let kept = stored;
  const heartbeats: Heartbeats = makeHeartbeats({
    api: {
      async call() {
        heartbeatsAt.push(performance.now());
        return left.shift() ?? { type: 'ok', body: undefined };
      },
      leave() {},
    },
    store: {
      load: () => kept,
      save: (session) => {
        kept = session;
      },
    },
    tabs: aloneInBrowser,
    timers: fakedTimers,
    notify: <Name extends keyof Events>(name: Name, event: Events[Name]) => reports.push([name, event]),
    signIn,
    countdownSeconds: 10,
    onKept() {},
    onHeartbeat() {},
    onEnded: (ending) => endings.push(ending),
  });
  heartbeats.send();
  return {
    ...heartbeats,
    heartbeatsAt,
    endings,
    /** What another tab does. */
    store: (session: SignedIn) => {
      kept = session;
    },
    names: () => reports.map(([name]) => name),
    /** Lets so much time pass. */
    pass: (ms: number) => jest.advanceTimersByTimeAsync(ms),
  };
}
