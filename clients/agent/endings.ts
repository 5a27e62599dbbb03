import type { AgentSocket } from './agent-socket.ts';
import { causes, mayReturn } from './causes.ts';
import { forceLogout } from './forced-logout.ts';
import type { GoingOffline } from './going-offline.ts';
import { textIn } from './outside.ts';
import type { Page } from './page.ts';
import { parseEnding } from './parse-session.ts';
import type { Ending } from './session.ts';
import type { SessionKeeper } from './session-keeper.ts';
import type { News, Tabs } from './tabs.ts';
import { pauseMs } from './timers.ts';
import type { Close } from './view.ts';

const leaveAttempts = 5;

/** How the session of this page ends while the page lives. */
export interface Endings {
  /** The server says something about a session, perhaps not for the first time. */
  hear(frame: unknown): void;

  /** Another tab says something about a session. */
  hearTab(news: News): void;

  /** The session is over, and the page is not to sign in anew. */
  end(ending: Ending): Promise<void>;
  signOut(): Promise<void>;

  /** Nothing is kept any more. */
  stop(): void;

  /** What is shown of the session before is void. */
  closeShown(): void;

  /** Whether the desktop is to go offline when the page goes. */
  mayGoOffline(): boolean;
}

interface Parts extends Page {
  readonly keeper: SessionKeeper;
  readonly socket: AgentSocket;
  readonly goingOffline: GoingOffline;
  readonly tabs: Tabs;
}

export function makeEndings(parts: Parts): Endings {
  const { keeper, socket, goingOffline, tabs, store, api, timers, view, tell } = parts;
  let mayGoOffline = true;
  let shown: Close | undefined;
  let signedOut: Promise<void> | undefined;

  const onShown = (close?: Close) => {
    shown?.();
    shown = close;
  };
  const closeShown = () => onShown();
  const stop = () => {
    closeShown();
    keeper.stop();
    socket.close();
  };

  async function end(ending: Ending) {
    const session = keeper.session();
    if (!session) return;
    stop();
    tabs.tell({ type: 'over', sessionId: session.sessionId, ending });
    if (ending.cause === causes.forced) await forceLogout(session.sessionId, ending, { ...parts, onShown });
    // A tab may have signed in anew meanwhile.
    if (store.load()?.sessionId === session.sessionId) store.save(undefined);
    // Signed in elsewhere, the agent goes on working there.
    mayGoOffline = ending.cause !== causes.forced && ending.cause !== causes.signedInElsewhere;
    onShown(view.ended(ending));
    tell('ended', ending);
  }

  async function leaveNow(token: string) {
    for (let attempt = 1; attempt <= leaveAttempts; attempt += 1) {
      const answer = await api.call('leave', token, 0);
      if (answer.type !== 'unreachable') return;
      await timers.wait(pauseMs(attempt));
    }
    throw new Error('Lastcall could not be told of the sign-out; the session ends with its lease.');
  }

  const beSignedOut = () => {
    mayGoOffline = false;
    tell('signedOut', {});
  };
  async function signOut() {
    const session = keeper.session();
    mayGoOffline = false;
    stop();
    store.save(undefined);
    if (session) tabs.tell({ type: 'signedOut', sessionId: session.sessionId });
    await Promise.all([goingOffline.finish(), session && leaveNow(session.token)]);
    beSignedOut();
  }

  return {
    end,
    stop,
    closeShown,
    hear(frame) {
      const notice = parseEnding(frame);
      const type = textIn(frame, 'type');
      if (textIn(frame, 'sessionId') !== keeper.session()?.sessionId) return;
      if (type === 'LoggedOut') void (mayReturn(notice) ? keeper.beat() : end(notice));
      if (type === 'LogoutDeferred' && !shown) {
        onShown(view.logoutDeferred(notice));
        tell('logoutDeferred', notice);
      }
    },
    hearTab(news) {
      if (news.type === 'heard') return keeper.rest();
      if (news.sessionId !== keeper.session()?.sessionId) return;
      if (news.type === 'over') return void end(news.ending);
      stop();
      beSignedOut();
    },
    signOut() {
      signedOut ??= signOut();
      return signedOut;
    },
    mayGoOffline: () => mayGoOffline,
  };
}
