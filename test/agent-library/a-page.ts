import { jest } from '@jest/globals';
import type { Events } from '../../clients/agent/callbacks.ts';
import { type Heartbeats, makeHeartbeats } from '../../clients/agent/heartbeats.ts';
import type { LastcallApi } from '../../clients/agent/lastcall-api.ts';
import type { Ending, SignedIn, SignIn } from '../../clients/agent/session.ts';

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
    tabs: {
      hasOthers: () => false,
      post() {},
      announce() {},
      withLock: (_, task) => task(),
      once: (_, task) => task(),
      lead() {},
      dispose() {},
    },
    timers: {
      after(delayMs, task) {
        const timer = setTimeout(task, delayMs);
        return () => clearTimeout(timer);
      },
      wait: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
      dispose() {},
    },
    notify: <Name extends keyof Events>(name: Name, event: Events[Name]) => reports.push([name, event]),
    signIn,
    onKept() {},
    onHeartbeat() {},
    onEnded: (ending) => endings.push(ending),
  });
  heartbeats.send();
  return {
    ...heartbeats,
    heartbeatsAt,
    endings,
    stored: () => kept,
    names: () => reports.map(([name]) => name),
    /** Lets so much time pass. */
    pass: (ms: number) => jest.advanceTimersByTimeAsync(ms),
  };
}
