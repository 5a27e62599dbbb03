import type { Instant } from '../instant.ts';
import type { Change } from './change.ts';
import type { Watch, Watched, WatchKey } from './watch.ts';

interface Opened {
  readonly connectionId: string;
  readonly endsAt: Instant;
}

/** Keeps who watches. */
export interface SupervisorWatches {
  /** The watches of an instance, every one that was kept before this was called. */
  find(instanceId: string): Promise<Watched>;
  add(watch: Watch): Promise<void>;
  /**
   * Gives a watch its WebSocket, in place of an earlier one.
   * @returns the watch as it was before; `undefined` if there is none
   */
  open(key: WatchKey, opened: Opened): Promise<Watch | undefined>;
  /** Ends a watch at an instant, unless it has another WebSocket by now. */
  end(key: WatchKey, ended: Opened): Promise<void>;
  /**
   * Removes a watch, unless it has another WebSocket than `connectionId`. Before that it notes until when changes are kept,
   * unless that is noted for later already.
   */
  remove(key: WatchKey, ended: { readonly connectionId?: string; readonly keptUntil: Instant }): Promise<void>;
}

/** Keeps changes for pages that come back. */
export interface ChangeFeed {
  /**
   * Keeps a change, once for its event. An attempt that is made again keeps it anew, at its later place.
   * @returns whether it is kept by this attempt
   */
  add(change: Change, attempt: string): Promise<boolean>;
  /** The first changes of an instance since an instant, in the order in which they were kept. Strongly consistent. */
  read(instanceId: string, from: Instant, limit: number): Promise<readonly Change[]>;
}
