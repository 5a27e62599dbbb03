import type { Endings } from './endings.ts';
import type { GoingOffline } from './going-offline.ts';
import type { Page } from './page.ts';
import type { SessionKeeper } from './session-keeper.ts';
import type { Tabs } from './tabs.ts';

/** A page that still lives this long after it was about to go has stayed, or the next one is slow. */
const stayedAfterMs = 1000;

/** Another tab that is known may have died a moment ago: it has this long to say that it is alive. */
const withOtherTabsSeconds = 10;

/** The user may be asked whether to stay. */
const whileAskedSeconds = 5;
const whileGoingSeconds = 1;

interface Parts extends Page {
  readonly keeper: SessionKeeper;
  readonly endings: Endings;
  readonly goingOffline: GoingOffline;
  readonly tabs: Tabs;
}

/** What happens when the page goes, or seems to, until the signal says that nothing is to happen any more. */
export function watchLeaving(parts: Parts, signal: AbortSignal): void {
  const { keeper, endings, goingOffline, tabs, api, timers, tell } = parts;
  let isGoingOffline = false;
  let cancelStayed: (() => void) | undefined;

  const goOffline = () => {
    if (isGoingOffline || !endings.mayGoOffline()) return;
    isGoingOffline = true;
    goingOffline.begin();
  };
  const sayLeave = (withinSeconds: number) => {
    const session = keeper.session();
    if (!session) return;
    api.leave(session.token, withinSeconds);
    tell('leaving', { withinSeconds });
  };
  const stayed = () => {
    tabs.enter();
    if (isGoingOffline && !goingOffline.hasFailed()) goingOffline.undo();
    isGoingOffline = false;
    keeper.beat();
    tell('stayed', {});
  };

  const listen = <Name extends keyof WindowEventMap>(name: Name, listener: (event: WindowEventMap[Name]) => void) =>
    addEventListener(name, listener, { signal });

  listen('beforeunload', () => {
    tabs.leave();
    cancelStayed?.();
    cancelStayed = timers.after(stayedAfterMs, () => {
      cancelStayed = timers.after(500, stayed);
    });
    if (!tabs.hasOthers()) goOffline();
  });
  // Apart from the first, for promises that reject at once have been heard of in between.
  listen('beforeunload', (event) => {
    if (goingOffline.hasFailed()) {
      event.preventDefault();
      event.returnValue = true;
    } else if (!tabs.hasOthers()) sayLeave(whileAskedSeconds);
  });
  listen('pagehide', () => {
    cancelStayed?.();
    const hasOthers = tabs.hasOthers();
    if (!hasOthers) goOffline();
    sayLeave(hasOthers ? withOtherTabsSeconds : whileGoingSeconds);
    tabs.close();
  });
  listen('pageshow', ({ persisted }) => {
    if (persisted) stayed();
  });
}
