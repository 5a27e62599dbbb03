import type { Notify } from './callbacks.ts';
import { retryDelayMs, type Timers } from './timers.ts';
import type { Close, View } from './view.ts';

/** The agent's other application, such as the contact control panel: it goes offline with the session. */
export interface Desktop {
  /**
   * Sets the agent offline; during a contact, as soon as the contact ends. It is called while the window closes, so it
   * must send its request before it returns.
   *
   * @throws or rejects if the agent could not be set offline
   */
  goOffline(): Promise<void>;

  /**
   * Undoes `goOffline`, because the window stayed open or was only reloaded. It is called on the new page too, even if
   * there is nothing to undo, and after the session has ended without the agent, for example while the computer was asleep.
   *
   * The status that the agent has chosen last is set again; if that is not known, the agent stays offline. Nobody may
   * become available who is not there.
   *
   * @throws or rejects if the status could not be set. It is called again then, after growing delays.
   */
  comeBack(): Promise<void>;

  /**
   * Called at every heartbeat: until that instant the session certainly goes on, so that the agent's status is one that
   * the agent has chosen, and not one that a server has set because the session has ended. 0: it may end at any moment.
   */
  remember?(until: number): void;

  /** Ends the desktop's own session after a forced logout. */
  end(): Promise<void>;

  /** Removes its listeners. */
  dispose(): void;
}

/** @internal */
export const desktopMethods = ['goOffline', 'comeBack', 'end', 'dispose'] satisfies (keyof Desktop)[];

const answerTimeoutMs = 3000;
const maxAttempts = 4;

/**
 * Sets the desktop offline. If that fails it tries again, and asks the agent what to do.
 *
 * @internal
 */
export interface DesktopStatus {
  goOffline(): void;

  /** Whether the desktop is not offline, and the agent has not chosen to leave anyway. */
  hasFailed(): boolean;

  /** Goes offline, and resolves when the desktop is offline or the agent has chosen to leave anyway. */
  finish(): Promise<void>;
  comeBack(): void;
  remember(until: number): void;
  dispose(): void;
}

/**
 * For a page without a desktop.
 *
 * @internal
 */
export const noDesktop: DesktopStatus = {
  goOffline() {},
  hasFailed: () => false,
  finish: async () => {},
  comeBack() {},
  remember() {},
  dispose() {},
};

interface Parts {
  readonly view: View;
  readonly timers: Timers;
  readonly notify: Notify;
}

/** @internal */
export function makeDesktopStatus(desktop: Desktop, { view, timers, notify }: Parts): DesktopStatus {
  let state: 'failed' | 'offline' | 'leftAnyway' | undefined;
  /** Changes when the desktop is to go the other way, so that answers to attempts before are ignored. */
  let round = 0;
  let isComingBack = false;
  let closeDialog: Close | undefined;
  let cancelRetry: (() => void) | undefined;
  let finished: (() => void)[] = [];

  const clear = () => {
    cancelRetry?.();
    closeDialog?.();
    closeDialog = undefined;
  };
  const settle = (outcome: 'offline' | 'leftAnyway') => {
    state = outcome;
    clear();
    notify(outcome, {});
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
      notify('offlineFailed', { error, attempt: count });
      if (state === 'leftAnyway') return;
      state = 'failed';
      closeDialog ??= view.callFailed({ tryAgain: () => attempt(1), leaveAnyway: () => settle('leftAnyway') });
      if (count < maxAttempts) cancelRetry = timers.after(retryDelayMs(count), () => attempt(count + 1));
    };
    timers.after(answerTimeoutMs, () => fail(new Error('No answer within 3 seconds.')));
    // Counts however late it comes.
    const succeed = () => {
      isAnswered = true;
      if (mine === round && state !== 'offline') settle('offline');
    };
    // The async function turns an exception into a rejection, and calls goOffline before it returns.
    (async () => desktop.goOffline())().then(succeed, fail);
  }

  function attemptToComeBack(count: number) {
    const mine = round;
    (async () => desktop.comeBack())().then(
      () => {
        if (mine !== round) return;
        clear();
        notify('cameBack', {});
      },
      (error) => {
        if (mine !== round) return;
        notify('comeBackFailed', { error, attempt: count });
        if (count < maxAttempts) cancelRetry = timers.after(retryDelayMs(count), () => attemptToComeBack(count + 1));
        else closeDialog ??= view.comeBackFailed();
      },
    );
  }
  const turn = () => {
    round += 1;
    clear();
  };

  return {
    goOffline() {
      if (isComingBack) turn();
      isComingBack = false;
      attempt(1);
    },
    hasFailed: () => state === 'failed',
    finish() {
      if (isComingBack) turn();
      isComingBack = false;
      if (state === 'leftAnyway') state = undefined;
      const isFinished = new Promise<void>((resolve) => finished.push(resolve));
      attempt(1);
      return isFinished;
    },
    comeBack() {
      turn();
      state = undefined;
      isComingBack = true;
      attemptToComeBack(1);
    },
    remember: (until) => desktop.remember?.(until),
    dispose() {
      turn();
    },
  };
}
