import type { GoingOffline } from './going-offline.ts';
import type { Page } from './page.ts';
import type { Ending } from './session.ts';
import type { Tabs } from './tabs.ts';
import type { Close } from './view.ts';

/** The tab that the agent sees comes first, so that they see what it asks. */
const hiddenWaitsMs = 1000;

interface Parts extends Page {
  readonly goingOffline: GoingOffline;
  readonly tabs: Tabs;

  /** Something is shown, which is to go when the page is done with it. */
  readonly onShown: (close: Close) => void;
}

/** Sends the agent away: says so, counts down, and then ends what the desktop has, in one of the tabs. */
export async function forceLogout(sessionId: string, ending: Ending, parts: Parts): Promise<void> {
  const { countdownSeconds, desktop, goingOffline, view, tabs, timers, tell, onShown } = parts;
  tell('logoutForced', { ...ending, countdownSeconds });
  const { count, close } = view.logoutForced(ending);
  onShown(close);
  for (let left = countdownSeconds; left > 0; left -= 1) {
    count(left);
    await timers.wait(1000);
  }
  close();
  if (document.hidden) await timers.wait(hiddenWaitsMs);
  await tabs.inOne(`logout ${sessionId}`, async () => {
    await Promise.race([goingOffline.finish(), timers.wait(30_000)]);
    try {
      await desktop?.end();
    } catch (error) {
      tell('endFailed', { error });
    }
  });
}
