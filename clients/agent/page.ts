import type { Desktop } from './desktop.ts';
import type { LastcallApi } from './lastcall-api.ts';
import type { SignedIn } from './session.ts';
import type { SessionStore } from './session-store.ts';
import type { Tell } from './tell.ts';
import type { Timers } from './timers.ts';
import type { View } from './view.ts';

/** What everything works with that keeps one agent's session on one page. */
export interface Page {
  readonly api: LastcallApi;
  readonly store: SessionStore;
  readonly timers: Timers;
  readonly view: View;
  readonly tell: Tell;
  readonly signIn: () => Promise<SignedIn>;
  readonly desktop: Desktop | undefined;
  readonly countdownSeconds: number;
}
