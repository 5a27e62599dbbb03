import { makeAgentSocket } from './agent-socket.ts';
import { makeNotify } from './callbacks.ts';
import { makeDesktopStatus, noDesktop } from './desktop.ts';
import { makeHeartbeats } from './heartbeats.ts';
import { makeLastcallApi } from './lastcall-api.ts';
import { checkOptions, type KeepSessionOptions } from './options.ts';
import { watchPageLeave } from './page-leave.ts';
import { makeSessionStore } from './session.ts';
import { makeSessionEnd } from './session-end.ts';
import { makeTabs } from './tabs.ts';
import { defaultTexts, preferredLanguage } from './texts.ts';
import { makeTimers } from './timers.ts';
import { makeView } from './view.ts';

/** The session of an agent, as long as the page keeps it. */
export interface KeptSession {
  /** Undefined until the agent is signed in, and after the session has ended. */
  readonly sessionId: string | undefined;

  /**
   * Signs the agent out in all tabs: the desktop goes offline and the session ends; during a contact, when the contact
   * ends.
   *
   * @returns a promise that rejects if Lastcall could not be reached; the lease ends the session then
   */
  signOut(): Promise<void>;

  /**
   * Removes everything that the library has set up: listeners, timers, dialogs, the desktop. The session goes on until
   * its lease ends.
   */
  dispose(): void;
}

/**
 * Keeps the session of an agent as long as a page of theirs is open. Heartbeats renew its lease; when the last page
 * closes, the desktop goes offline and the session ends; a crash or a lost network ends it with the lease.
 *
 * @throws TypeError that names the wrong option
 */
export function keepSession(options: KeepSessionOptions): KeptSession {
  checkOptions(options);
  const { url, agentId, signIn, desktop, countdownSeconds = 10, on = {} } = options;
  const { language = preferredLanguage(navigator.languages) } = options;
  const key = `lastcall ${url} ${agentId}`;
  const disposal = new AbortController();
  const { signal } = disposal;
  const page = {
    ...{ signIn, desktop, countdownSeconds },
    api: makeLastcallApi(url),
    store: makeSessionStore(key),
    timers: makeTimers(),
    notify: makeNotify(on),
    view: { ...makeView({ ...defaultTexts(language), ...options.texts }, language), ...options.view },
  };
  const isReturn = page.store.load() !== undefined;
  let isFirst = true;
  let isLeader = false;

  const tabs = makeTabs(key, {
    onMessage: (message) => sessionEnd.onTabMessage(message),
    onOtherClosed: () => heartbeats.send(),
  });
  const desktopStatus = desktop ? makeDesktopStatus(desktop, page) : noDesktop;
  const heartbeats = makeHeartbeats({
    ...page,
    tabs,
    onKept(event) {
      // A session in place of one that has ended, perhaps while nobody was there.
      if ((isReturn || !isFirst) && !desktopStatus.hasFailed()) desktopStatus.comeBack();
      isFirst = false;
      sessionEnd.closeShown();
      if (isLeader) socket.connect();
      else tabs.post({ type: 'ask' });
      page.notify('sessionKept', event);
    },
    onHeartbeat: desktopStatus.remember,
    onEnded: (ending) => void sessionEnd.end(ending),
  });
  const socket = makeAgentSocket({
    ...page,
    session: heartbeats.session,
    isLeader: () => isLeader,
    onFrame: (frame) => sessionEnd.onFrame(frame),
    sendHeartbeat: heartbeats.send,
  });
  const parts = { ...page, tabs, desktopStatus, heartbeats, socket };
  const sessionEnd = makeSessionEnd(parts);
  watchPageLeave({ ...parts, sessionEnd }, signal);

  addEventListener('storage', (event) => event.key === key && heartbeats.adoptStored(), { signal });
  const onOnline = () => {
    heartbeats.send();
    // A WebSocket from before may be dead without an event that says so.
    socket.reconnect();
  };
  addEventListener('online', onOnline, { signal });
  document.addEventListener('visibilitychange', () => document.hidden || heartbeats.sendIfDue(), { signal });
  heartbeats.send();
  // One WebSocket for all tabs: however many there are, none displaces another's.
  tabs.lead(() => {
    isLeader = true;
    socket.connect();
  });

  return {
    get sessionId() {
      return heartbeats.session()?.sessionId;
    },
    signOut: sessionEnd.signOut,
    dispose() {
      if (signal.aborted) return;
      disposal.abort();
      sessionEnd.stop();
      desktopStatus.dispose();
      tabs.dispose();
      page.timers.dispose();
      desktop?.dispose();
    },
  };
}
