import type { Notify } from './callbacks.ts';
import type { DesktopStatus } from './desktop.ts';
import type { Heartbeats } from './heartbeats.ts';
import type { LastcallApi } from './lastcall-api.ts';
import type { SessionEnd } from './session-end.ts';
import type { Tabs } from './tabs.ts';
import type { Timers } from './timers.ts';

/** A page that still runs this long after `beforeunload` has stayed open, or its successor loads slowly. */
const stayedAfterMs = 1000;

/** Another tab may have crashed a moment ago: if it has not, its heartbeat arrives within this time. */
const withOtherTabsSeconds = 10;

/** The browser may ask the agent whether to leave the page. */
const beforeUnloadSeconds = 5;
const pageHideSeconds = 1;

interface Parts {
  readonly api: LastcallApi;
  readonly desktopStatus: DesktopStatus;
  readonly heartbeats: Heartbeats;
  readonly notify: Notify;
  readonly sessionEnd: SessionEnd;
  readonly tabs: Tabs;
  readonly timers: Timers;
}

/** Ends the session when the page closes, and resumes it when the page stays. Stops when the signal is aborted. */
export function watchPageLeave(parts: Parts, signal: AbortSignal): void {
  const { api, desktopStatus, heartbeats, notify, sessionEnd, tabs, timers } = parts;
  let isGoingOffline = false;
  let cancelStayed: (() => void) | undefined;

  const goOffline = () => {
    if (isGoingOffline || !sessionEnd.mayGoOffline()) return;
    isGoingOffline = true;
    desktopStatus.goOffline();
  };
  const leave = (withinSeconds: number) => {
    const session = heartbeats.session();
    if (!session) return;
    api.leave(session.token, withinSeconds);
    desktopStatus.remember(0);
    notify('leaving', { withinSeconds });
  };
  const stayed = () => {
    tabs.announce('opened');
    if (isGoingOffline && !desktopStatus.hasFailed()) desktopStatus.comeBack();
    isGoingOffline = false;
    heartbeats.send();
    notify('stayed', {});
  };

  const listen = <Name extends keyof WindowEventMap>(name: Name, listener: (event: WindowEventMap[Name]) => void) =>
    addEventListener(name, listener, { signal });

  listen('beforeunload', () => {
    tabs.announce('leaving');
    cancelStayed?.();
    cancelStayed = timers.after(stayedAfterMs, () => {
      cancelStayed = timers.after(500, stayed);
    });
    if (!tabs.hasOthers()) goOffline();
  });
  // A second listener, because a promise that rejects at once is handled between the two.
  listen('beforeunload', (event) => {
    if (desktopStatus.hasFailed()) {
      event.preventDefault();
      event.returnValue = true;
    } else if (!tabs.hasOthers()) leave(beforeUnloadSeconds);
  });
  listen('pagehide', () => {
    cancelStayed?.();
    const hasOthers = tabs.hasOthers();
    if (!hasOthers) goOffline();
    leave(hasOthers ? withOtherTabsSeconds : pageHideSeconds);
    tabs.announce('closed');
  });
  listen('pageshow', ({ persisted }) => {
    if (persisted) stayed();
  });
}
