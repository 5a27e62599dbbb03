import type { Ending } from './session.ts';

/** What tabs tell each other about the session they share. */
export type News =
  | { readonly type: 'heard' }
  | { readonly type: 'over'; readonly sessionId: string; readonly ending: Ending }
  | { readonly type: 'signedOut'; readonly sessionId: string };

/** How long storage and channels take at most from one tab to another. */
const hearWithinMs = 300;

type Done = { readonly type: 'done'; readonly deed: string };
type Presence = { readonly type: 'hello' | 'here' | 'leaving' | 'bye'; readonly tab: string };

/** The other tabs of this browser that keep the same agent's session. */
export interface Tabs {
  /** Whether another tab is known to be open, and not about to close. */
  hasOthers(): boolean;
  tell(news: News): void;

  /** This tab is here, after all or again. */
  enter(): void;

  /** This tab may be about to close. */
  leave(): void;

  /** This tab closes: it does not listen any more, and another one says at once that it is alive. */
  close(): void;

  /** Does something in one tab at a time. Where the browser has no locks (the page is not https), it just does it. */
  inTurn(name: string, deed: () => Promise<void>): Promise<void>;

  /** Does something in one tab only, unless that tab closes on the way. */
  inOne(name: string, deed: () => Promise<void>): Promise<void>;
  dispose(): void;
}

interface Listeners {
  readonly onNews: (news: News) => void;
  readonly onClosed: () => void;
}

export function makeTabs(key: string, { onNews, onClosed }: Listeners): Tabs {
  const tab = crypto.getRandomValues(new Uint32Array(4)).join('-');
  const channel = new BroadcastChannel(key);
  const gone = new AbortController();
  const isDisposed = new Promise<void>((resolve) => gone.signal.addEventListener('abort', () => resolve()));
  const others = new Set<string>();
  const watched = new Set<string>();
  let done = '';
  let isHere = true;

  const post = (message: News | Presence | Done) => channel.postMessage(message);
  const lock = async (name: string, deed: () => Promise<void>) => {
    const held = () => Promise.race([deed(), isDisposed]);
    try {
      await (navigator.locks ? navigator.locks.request(`${key} ${name}`, { signal: gone.signal }, held) : held());
    } catch (error) {
      if (!gone.signal.aborted) throw error;
    }
    // What waits for this is not to go on.
    if (gone.signal.aborted) await new Promise(() => {});
  };
  const be = (type: Presence['type']) => post({ type, tab });

  /** A tab holds the lock of its own name while it lives: whoever is given that lock knows that it is gone. */
  const know = (other: string) => {
    others.add(other);
    if (!navigator.locks || watched.has(other)) return;
    watched.add(other);
    void lock(other, async () => void others.delete(other));
  };

  channel.onmessage = ({ data }: MessageEvent<News | Presence | Done>) => {
    if (!isHere) return;
    switch (data.type) {
      case 'hello':
        know(data.tab);
        return be('here');
      case 'here':
        return know(data.tab);
      case 'leaving':
        return void others.delete(data.tab);
      case 'bye':
        others.delete(data.tab);
        return onClosed();
      case 'done':
        done = data.deed;
        return;
      default:
        return onNews(data);
    }
  };

  // The others ask for the lock as soon as they know of this tab, so it says hello once it has it.
  void lock(tab, () => {
    be('hello');
    return isDisposed;
  });

  const inTurn = (name: string, deed: () => Promise<void>) =>
    lock(name, async () => {
      await deed();
      // The next one may only begin when what this one stored and said has come to it.
      await new Promise((resolve) => setTimeout(resolve, hearWithinMs));
    });

  return {
    hasOthers: () => others.size > 0,
    tell: post,
    enter() {
      isHere = true;
      be('hello');
    },
    leave: () => be('leaving'),
    close() {
      isHere = false;
      be('bye');
    },
    inTurn,
    inOne: (name, deed) =>
      inTurn(name, async () => {
        if (done === name) return;
        await deed();
        post({ type: 'done', deed: name });
      }),
    dispose() {
      be('bye');
      gone.abort();
      channel.close();
    },
  };
}
