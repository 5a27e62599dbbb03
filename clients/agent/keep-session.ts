import { makeAgentSocket } from './agent-socket.ts';
import { checkOptions } from './check-options.ts';
import { defaultTexts, preferredLanguage } from './default-texts.ts';
import { makeView } from './default-view.ts';
import { makeEndings } from './endings.ts';
import { makeGoingOffline, nothingToSetOffline } from './going-offline.ts';
import { makeLastcallApi } from './lastcall-api.ts';
import { watchLeaving } from './leaving.ts';
import type { KeepSessionOptions } from './options.ts';
import { keepAlive } from './session-keeper.ts';
import { makeSessionStore } from './session-store.ts';
import { makeTabs } from './tabs.ts';
import { tellBy } from './tell.ts';
import { makeTimers } from './timers.ts';

/** An agent's session, while the page keeps it. */
export interface KeptSession {
  /** None until the agent is signed in, and none when it is over. */
  readonly sessionId: string | undefined;

  /**
   * Signs the agent out, in all tabs: the desktop goes offline and the session ends; with a contact in hand, when that has
   * ended.
   *
   * @returns rejects if Lastcall could not be told; the lease ends the session then
   */
  signOut(): Promise<void>;

  /** Lets go of everything: listeners, timers, tabs, dialogs, the desktop. The session goes on until its lease ends. */
  dispose(): void;
}

/**
 * Keeps an agent's session as long as a page of theirs is open, and not longer: heartbeats while it is, a word to
 * Lastcall and to the desktop when the last one closes, and a lease for all that cannot be said.
 *
 * @throws TypeError that says which option is wrong
 */
export function keepSession(options: KeepSessionOptions): KeptSession {
  checkOptions(options);
  const { url, agentId, signIn, desktop, countdownSeconds = 10, on = {} } = options;
  const { language = preferredLanguage(navigator.languages) } = options;
  const key = `lastcall ${url} ${agentId}`;
  const gone = new AbortController();
  const { signal } = gone;
  const page = {
    ...{ signIn, desktop, countdownSeconds },
    api: makeLastcallApi(url),
    store: makeSessionStore(key),
    timers: makeTimers(),
    tell: tellBy(on),
    view: { ...makeView({ ...defaultTexts(language), ...options.texts }, language), ...options.view },
  };
  const isReturn = page.store.load() !== undefined;
  let isFirst = true;

  const tabs = makeTabs(key, { onNews: (news) => endings.hearTab(news), onClosed: () => keeper.beat() });
  const goingOffline = desktop ? makeGoingOffline(desktop, page) : nothingToSetOffline;
  const keeper = keepAlive({
    ...page,
    tabs,
    onKept(event) {
      if (isFirst && isReturn) goingOffline.undo();
      isFirst = false;
      endings.closeShown();
      socket.open();
      page.tell('sessionKept', event);
    },
    onOver: (ending) => void endings.end(ending),
  });
  const socket = makeAgentSocket({
    ...page,
    session: keeper.session,
    onFrame: (frame) => endings.hear(frame),
    onDoubt: keeper.beat,
  });
  const parts = { ...page, tabs, goingOffline, keeper, socket };
  const endings = makeEndings(parts);
  watchLeaving({ ...parts, endings }, signal);

  addEventListener('storage', (event) => event.key === key && keeper.adopt(), { signal });
  const onOnline = () => {
    keeper.beat();
    // What was open before the network went may be dead and not know it.
    socket.open();
  };
  addEventListener('online', onOnline, { signal });
  document.addEventListener('visibilitychange', () => document.hidden || keeper.beatIfDue(), { signal });
  keeper.beat();

  return {
    get sessionId() {
      return keeper.session()?.sessionId;
    },
    signOut: endings.signOut,
    dispose() {
      if (signal.aborted) return;
      gone.abort();
      endings.stop();
      goingOffline.dispose();
      tabs.dispose();
      page.timers.dispose();
      desktop?.dispose();
    },
  };
}
