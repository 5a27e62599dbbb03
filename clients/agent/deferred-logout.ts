import { memberOf, textIn } from './json.ts';
import { type Notice, parseNotice } from './session.ts';

/** A logout that waits for the end of the current contacts. */
export interface DeferredLogout extends Notice {
  /** Seconds from now to the deadline. Undefined if there is none. */
  readonly secondsLeft?: number | undefined;

  /** What happens at the deadline: the session ends although there is a contact, or it goes on and the order is void. */
  readonly onDeadline?: 'force' | 'giveUp' | undefined;
}

/** A logout that waited and does not take place: the session goes on. */
export interface CancelledLogout {
  /** ISO 8601. Undefined if it happened while there was no WebSocket. */
  readonly at?: string | undefined;

  /**
   * The deadline has passed, or somebody has taken the order back. Undefined for a cause that this version does not know, or if
   * it happened while there was no WebSocket.
   */
  readonly cause?: 'deadline' | 'cancelled' | undefined;
}

/**
 * Shows the agent a logout that waits, and reports it once, however often its frames arrive.
 *
 * @internal
 */
export interface DeferredLogouts {
  onFrame(frame: unknown): void;

  /** The frame for a tab that has just opened. Undefined if no logout waits. */
  frameNow(): unknown;

  /** There is another session. */
  forget(): void;
}

interface Parts {
  /** Shows this in place of what was shown before. */
  readonly show: (notice: DeferredLogout | undefined) => void;
  readonly notify: ((name: 'logoutDeferred' | 'logoutDeadlineNear', event: DeferredLogout) => void) &
    ((name: 'logoutCancelled', event: CancelledLogout) => void);
}

/** @internal */
export function makeDeferredLogouts({ show, notify }: Parts): DeferredLogouts {
  let waiting: { readonly frame: unknown; readonly receivedAt: number } | undefined;
  const received = new Set<string>();

  return {
    onFrame(frame) {
      const type = textIn(frame, 'type');
      if (type === 'LogoutCancelled') {
        if (!waiting) return;
        waiting = undefined;
        show(undefined);
        const at = textIn(frame, 'at');
        // Lastcall has not said so. If it waits after all, a frame that comes again shows it again.
        if (!at) received.clear();
        return notify('logoutCancelled', { at, cause: oneOf(causes, textIn(frame, 'cause')) });
      }
      const isNear = type === 'LogoutDeadlineNear';
      const notice = parseDeferred(frame);
      const id = `${type} ${notice.at}`;
      if ((!isNear && type !== 'LogoutDeferred') || received.has(id)) return;
      received.add(id);
      if (!isNear || !waiting) waiting = { frame, receivedAt: Date.now() };
      show(notice);
      notify(isNear ? 'logoutDeadlineNear' : 'logoutDeferred', notice);
    },
    frameNow() {
      if (!waiting) return undefined;
      const { frame, receivedAt } = waiting;
      const { secondsLeft } = parseDeferred(frame);
      const left = secondsLeft && Math.max(Math.ceil(secondsLeft - (Date.now() - receivedAt) / 1000), 0);
      return { ...Object(frame), type: 'LogoutDeferred', secondsLeft: left };
    },
    forget() {
      waiting = undefined;
      received.clear();
    },
  };
}

const ends = ['force', 'giveUp'] as const;
const causes = ['deadline', 'cancelled'] as const;

const oneOf = <Text extends string>(known: readonly Text[], text: string | undefined): Text | undefined =>
  known.find((each) => each === text);

/** A deadline without a number of seconds, or with an end that this version does not know, is left out. */
function parseDeferred(frame: unknown): DeferredLogout {
  const secondsLeft = memberOf(frame, 'secondsLeft');
  const onDeadline = oneOf(ends, textIn(frame, 'onDeadline'));
  const isLimited = typeof secondsLeft === 'number' && secondsLeft >= 0 && onDeadline;
  return { ...parseNotice(frame), ...(isLimited && { secondsLeft, onDeadline }) };
}
