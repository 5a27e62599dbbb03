import type { Desktop } from './desktop.ts';
import type { Page } from './page.ts';
import { pauseMs } from './timers.ts';
import type { Close } from './view.ts';

const answerLimitMs = 3000;
const attemptsAtMost = 4;

/** Sets the desktop offline, again if it fails, and asks the agent what to do meanwhile. */
export interface GoingOffline {
  /** Begins an attempt. */
  begin(): void;

  /** Whether the agent is to be held back: it failed, and they have not chosen to leave anyway. */
  hasFailed(): boolean;

  /** @returns once it is done, or the agent leaves anyway */
  finish(): Promise<void>;

  /** The page stays: back to what was before. */
  undo(): void;
  dispose(): void;
}

/** Where there is no desktop, nothing can fail. */
export const nothingToSetOffline: GoingOffline = {
  begin() {},
  hasFailed: () => false,
  finish: async () => {},
  undo() {},
  dispose() {},
};

export function makeGoingOffline(desktop: Desktop, { view, timers, tell }: Page): GoingOffline {
  let state: 'failed' | 'offline' | 'leftAnyway' | undefined;
  /** Answers to attempts of before an `undo` are of no interest. */
  let round = 0;
  let closeDialog: Close | undefined;
  let cancelRetry: (() => void) | undefined;
  let finished: (() => void)[] = [];

  const settle = (outcome: 'offline' | 'leftAnyway') => {
    state = outcome;
    cancelRetry?.();
    closeDialog?.();
    closeDialog = undefined;
    tell(outcome, {});
    for (const resolve of finished) resolve();
    finished = [];
  };

  function attempt(count: number) {
    cancelRetry?.();
    if (state === 'offline') state = undefined;
    const mine = round;
    let isAnswered = false;
    const fail = (error: unknown) => {
      if (isAnswered || mine !== round || state === 'offline') return;
      isAnswered = true;
      tell('offlineFailed', { error, attempt: count });
      if (state === 'leftAnyway') return;
      state = 'failed';
      closeDialog ??= view.callFailed({ tryAgain: () => attempt(1), leaveAnyway: () => settle('leftAnyway') });
      if (count < attemptsAtMost) cancelRetry = timers.after(pauseMs(count), () => attempt(count + 1));
    };
    timers.after(answerLimitMs, () => fail(new Error('No answer within 3 seconds.')));
    // However late it comes.
    const succeed = () => {
      isAnswered = true;
      if (mine === round && state !== 'offline') settle('offline');
    };
    // Begins at once; what it throws is what it rejects with.
    (async () => desktop.goOffline())().then(succeed, fail);
  }

  return {
    begin: () => attempt(1),
    hasFailed: () => state === 'failed',
    finish() {
      if (state === 'leftAnyway') state = undefined;
      const isFinished = new Promise<void>((resolve) => finished.push(resolve));
      attempt(1);
      return isFinished;
    },
    undo() {
      round += 1;
      state = undefined;
      cancelRetry?.();
      closeDialog?.();
      closeDialog = undefined;
      (async () => desktop.comeBack())().then(
        () => tell('cameBack', {}),
        (error) => tell('comeBackFailed', { error }),
      );
    },
    dispose() {
      round += 1;
      closeDialog?.();
    },
  };
}
