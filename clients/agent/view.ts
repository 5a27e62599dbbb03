import type { Ending, Notice } from './session.ts';

/** Takes away what was shown. */
export type Close = () => void;

/** What the agent is shown. Each shows something and answers what takes it away again. */
export interface View {
  /** The desktop could not be set offline. It is taken away when that has succeeded after all. */
  callFailed(choices: { readonly tryAgain: () => void; readonly leaveAnyway: () => void }): Close;

  /** A supervisor has ended the session; `count` is called with the seconds that are left, each second. */
  logoutForced(ending: Ending): { readonly count: (seconds: number) => void; readonly close: Close };

  /** A supervisor ends the session when the contacts in hand have ended. */
  logoutDeferred(notice: Notice): Close;

  /** The session is over, and why. */
  ended(ending: Ending): Close;
}
