import type { Ending } from './session.ts';

/** What a tab tells the others about the session they share. */
export type TabMessage =
  | { readonly type: 'heartbeat' }
  /** A frame of the WebSocket, which one tab has for all. */
  | { readonly type: 'frame'; readonly frame: unknown }
  /** A tab that has just opened asks for the frames before. */
  | { readonly type: 'ask' }
  | { readonly type: 'ended'; readonly sessionId: string; readonly ending: Ending }
  | { readonly type: 'signedOut'; readonly sessionId: string };

/** The longest that a storage event or a message takes from one tab to another. */
const propagationMs = 300;

/** A tab that holds a lock for longer is asleep. The tab that waits for the lock goes on without. */
const lockTimeoutMs = 45_000;

type TaskDone = { readonly type: 'done'; readonly task: string };
type Presence = { readonly type: 'opened' | 'present' | 'leaving' | 'closed'; readonly tab: string };

/** The other tabs of this browser that keep the same agent's session. */
export interface Tabs {
  /** Whether another tab is open and not about to close. */
  hasOthers(): boolean;
  post(message: TabMessage): void;

  /**
   * Announces that this tab has opened or stays open, that it may be about to close, or that it closes. When it closes,
   * another tab sends a heartbeat at once, and this one ignores messages.
   */
  announce(state: 'opened' | 'leaving' | 'closed'): void;

  /**
   * Runs a task in one tab at a time. A page that has no locks runs the task without: one that is not served over https,
   * in a sandboxed frame, or in a browser that denies them.
   */
  withLock(name: string, task: () => Promise<void>): Promise<void>;

  /** Runs a task in one tab only; another tab runs it again only if that one closes before the end. */
  once(name: string, task: () => Promise<void>): Promise<void>;

  /** Calls back in one of the tabs; when that one closes, in another. Without locks, it calls back in every tab. */
  lead(onLead: () => void): void;
  dispose(): void;
}

interface Listeners {
  readonly onMessage: (message: TabMessage) => void;
  readonly onOtherClosed: () => void;
}

export function makeTabs(key: string, { onMessage, onOtherClosed }: Listeners): Tabs {
  const tab = crypto.getRandomValues(new Uint32Array(4)).join('-');
  const channel = openChannel(key);
  const disposal = new AbortController();
  const isDisposed = new Promise<void>((resolve) => disposal.signal.addEventListener('abort', () => resolve()));
  const others = new Set<string>();
  const watched = new Set<string>();
  let lastDone = '';
  let isOpen = true;
  let hasLocks = true;

  const post = (message: TabMessage | Presence | TaskDone) => channel?.postMessage(message);
  const postPresence = (type: Presence['type']) => post({ type, tab });
  const lock = async (name: string, task: () => Promise<void>, limits: LockOptions = {}) => {
    let isHeld = false;
    const held = async () => {
      isHeld = true;
      if (!disposal.signal.aborted) await Promise.race([task(), isDisposed]);
    };
    try {
      await navigator.locks.request(`${key} ${name}`, limits, held);
    } catch (error) {
      if (isHeld) throw error;
      // The browser denies the page its locks, or has none, or the wait was too long.
      hasLocks &&= limits.signal?.aborted === true;
      await held();
    }
    // After `dispose`, code that awaits this lock must not continue.
    if (disposal.signal.aborted) await new Promise(() => {});
  };

  /** A tab holds a lock with its own name while it lives, so the tab that acquires this lock knows that it is gone. */
  const addOther = (other: string) => {
    others.add(other);
    if (!hasLocks || watched.has(other)) return;
    watched.add(other);
    void lock(other, async () => void others.delete(other));
  };

  const receive = ({ data }: MessageEvent<TabMessage | Presence | TaskDone>) => {
    if (!isOpen) return;
    switch (data.type) {
      case 'opened':
        addOther(data.tab);
        return postPresence('present');
      case 'present':
        return addOther(data.tab);
      case 'leaving':
        return void others.delete(data.tab);
      case 'closed':
        others.delete(data.tab);
        return onOtherClosed();
      case 'done':
        lastDone = data.task;
        return;
      default:
        return onMessage(data);
    }
  };

  if (channel) channel.onmessage = receive;
  // The other tabs request this lock as soon as they know this tab, so it must hold the lock before it announces itself.
  void lock(tab, () => {
    postPresence('opened');
    return isDisposed;
  });

  const withLock = (name: string, task: () => Promise<void>) =>
    lock(
      name,
      async () => {
        await task();
        // The next tab may start only when it has received what this one has stored and posted.
        await new Promise((resolve) => setTimeout(resolve, propagationMs));
      },
      { signal: AbortSignal.timeout(lockTimeoutMs) },
    );

  return {
    hasOthers: () => others.size > 0,
    post,
    announce(state) {
      isOpen = state !== 'closed';
      postPresence(state);
    },
    withLock,
    once: (name, task) =>
      withLock(name, async () => {
        if (lastDone === name) return;
        await task();
        post({ type: 'done', task: name });
      }),
    lead: (onLead) =>
      void lock('lead', () => {
        onLead();
        return isDisposed;
      }),
    dispose() {
      postPresence('closed');
      disposal.abort();
      channel?.close();
    },
  };
}

/** Returns undefined if the browser denies the page its channel: then it knows of no other tabs. */
function openChannel(key: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(key);
  } catch {
    return undefined;
  }
}
