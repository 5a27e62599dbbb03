import type { AgentSocket } from './agent-socket.ts';
import type { Notify } from './callbacks.ts';
import { makeDeferredLogouts } from './deferred-logout.ts';
import type { Desktop, DesktopStatus } from './desktop.ts';
import type { Heartbeats } from './heartbeats.ts';
import { textIn } from './json.ts';
import type { LastcallApi } from './lastcall-api.ts';
import { type Ending, maySignInAgain, parseEnding, type SessionStore, type SignedIn } from './session.ts';
import type { TabMessage, Tabs } from './tabs.ts';
import { retryDelayMs, type Timers } from './timers.ts';
import type { Close, View } from './view.ts';

const leaveAttempts = 5;
/** Two tabs that signed in at the same moment: the session of the other one is stored within this time. */
const otherSessionMs = 1000;
/** Hidden tabs wait, so that the tab the agent looks at logs out first and shows what it has to ask. */
const hiddenTabDelayMs = 1000;
const offlineTimeoutMs = 30_000;

/** How the session ends while the page is open: by forced logout, by a sign-in elsewhere, by signing out. */
export interface SessionEnd {
  /** Handles a frame of the WebSocket, which may be a duplicate. */
  onFrame(frame: unknown): void;
  onTabMessage(message: TabMessage): void;

  /** The session has ended, and the page may not sign in again. */
  end(ending: Ending): Promise<void>;
  signOut(): Promise<void>;

  /** Stops heartbeats and the WebSocket. */
  stop(): void;

  /** Closes what is shown about the session before. */
  closeShown(): void;

  /** Whether the desktop goes offline when the page closes. */
  mayGoOffline(): boolean;
}

interface Parts {
  readonly api: LastcallApi;
  readonly countdownSeconds: number;
  readonly desktop: Desktop | undefined;
  readonly desktopStatus: DesktopStatus;
  readonly heartbeats: Heartbeats;
  readonly notify: Notify;
  readonly socket: AgentSocket;
  readonly store: SessionStore;
  readonly tabs: Tabs;
  readonly timers: Timers;
  readonly view: View;
}

export function makeSessionEnd(parts: Parts): SessionEnd {
  const { api, desktopStatus, heartbeats, notify, socket, store, tabs, timers, view } = parts;
  let mayGoOffline = true;
  let isOver = false;
  let shown: Close | undefined;
  let signingOut: Promise<void> | undefined;

  const show = (close?: Close) => {
    shown?.();
    shown = close;
  };
  const deferred = makeDeferredLogouts({
    show: (notice) => show(notice && view.logoutDeferred(notice)),
    notify,
  });
  const stop = () => {
    isOver = true;
    show();
    heartbeats.stop();
    socket.close();
  };

  async function end(ending: Ending) {
    const session = heartbeats.session();
    if (isOver) return;
    if (ending.cause === 'replaced') {
      await timers.wait(otherSessionMs);
      const isSame = heartbeats.session()?.sessionId === session?.sessionId;
      if (isOver || !isSame || heartbeats.adoptStored()) return;
    }
    stop();
    if (session) tabs.post({ type: 'ended', sessionId: session.sessionId, ending });
    // Another tab may have signed in meanwhile.
    const save = (next?: SignedIn) => store.load()?.sessionId === session?.sessionId && store.save(next);
    if (session && ending.cause === 'forced') {
      const forced = { ...session, forcedAt: session.forcedAt ?? Date.now() };
      save(forced);
      await logOut(forced, ending);
    }
    save();
    // An agent who has signed in elsewhere goes on working there.
    mayGoOffline = ending.cause !== 'forced' && ending.cause !== 'replaced';
    show(view.ended(ending));
    notify('ended', ending);
  }

  /** Counts down in every tab, then sets the desktop offline and ends its session in one of them. */
  async function logOut({ sessionId, forcedAt }: SignedIn & { readonly forcedAt: number }, ending: Ending) {
    const { desktop } = parts;
    // A page that has just started goes on with the countdown of the page before.
    const passed = Math.max(Math.round((Date.now() - forcedAt) / 1000), 0);
    const countdownSeconds = Math.max(parts.countdownSeconds - passed, 0);
    notify('logoutForced', { ...ending, countdownSeconds });
    const { count, close } = view.logoutForced(ending);
    show(close);
    for (let left = countdownSeconds; left > 0; left -= 1) {
      count(left);
      await timers.wait(1000);
    }
    close();
    if (document.hidden) await timers.wait(hiddenTabDelayMs);
    await tabs.once(`logout ${sessionId}`, async () => {
      await Promise.race([desktopStatus.finish(), timers.wait(offlineTimeoutMs)]);
      try {
        await desktop?.end();
      } catch (error) {
        notify('endFailed', { error });
      }
    });
  }

  async function leave(token: string) {
    for (let attempt = 1; attempt <= leaveAttempts; attempt += 1) {
      const answer = await api.call('leave', token, 0);
      if (answer.type !== 'unreachable') return;
      await timers.wait(retryDelayMs(attempt, undefined, answer.retryAfterMs));
    }
    throw new Error('Lastcall could not be told of the sign-out; the session ends with its lease.');
  }

  function onFrame(frame: unknown) {
    if (textIn(frame, 'sessionId') !== heartbeats.session()?.sessionId) return;
    if (textIn(frame, 'type') !== 'LoggedOut') return deferred.onFrame(frame);
    const ending = parseEnding(frame);
    void (maySignInAgain(ending) ? heartbeats.send() : end(ending));
  }

  const signedOut = () => {
    mayGoOffline = false;
    notify('signedOut', {});
  };
  async function signOut() {
    const session = heartbeats.session();
    mayGoOffline = false;
    stop();
    store.save(undefined);
    if (session) tabs.post({ type: 'signedOut', sessionId: session.sessionId });
    await Promise.all([desktopStatus.finish(), session && leave(session.token)]);
    signedOut();
  }

  return {
    end,
    stop,
    closeShown() {
      show();
      deferred.forget();
    },
    onFrame(frame) {
      tabs.post({ type: 'frame', frame });
      onFrame(frame);
    },
    onTabMessage(message) {
      if (message.type === 'heartbeat') return heartbeats.postpone();
      if (message.type === 'frame') return onFrame(message.frame);
      if (message.type === 'ask') {
        const frame = deferred.frameNow();
        return void (frame && tabs.post({ type: 'frame', frame }));
      }
      if (message.sessionId !== heartbeats.session()?.sessionId) return;
      if (message.type === 'ended') return void end(message.ending);
      stop();
      signedOut();
    },
    signOut() {
      signingOut ??= signOut();
      return signingOut;
    },
    mayGoOffline: () => mayGoOffline,
  };
}
