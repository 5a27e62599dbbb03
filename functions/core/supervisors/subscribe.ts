import type { Caller } from '../access/access.ts';
import type { Tokens } from '../access/tokens.ts';
import type { Instant } from '../instant.ts';
import type { Ids, Sockets } from '../ports.ts';
import { tokenValidity } from '../retention.ts';
import { type Change, instantOf, isShownTo, overlap, positionAt } from './change.ts';
import { makeClosePages } from './close-pages.ts';
import type { ChangeFeed, SupervisorWatches } from './ports.ts';
import { type CallerPorts, makeIsStillAllowed } from './still-allowed.ts';
import {
  endsAfter,
  isLive,
  isOpen,
  mostWatches,
  mostWatchesOfCaller,
  resumableFor,
  type Viewer,
  type WatchKey,
} from './watch.ts';

export interface SubscribePorts extends CallerPorts {
  readonly watches: SupervisorWatches;
  readonly feed: Pick<ChangeFeed, 'read'>;
  readonly tokens: Pick<Tokens, 'issue'>;
  readonly sockets: Sockets;
  /** Where WebSockets are opened. */
  readonly socketUrl: () => string;
  readonly frames: SubscribeFrames;
  readonly ids: Ids;
}

/** What a page is sent when it subscribes. */
interface SubscribeFrames {
  /** Confirms the subscription. */
  readonly subscribed: string;
  /** Changes, in as few frames as can hold them. */
  ofChanges(changes: readonly Change[], viewer: Viewer): readonly string[];
  /** The last of these frames. */
  ofStart(start: Start): string;
}

export interface Start {
  /** `resumed`: the page has been shown all that it had missed. `reload`: it has to load its lists. */
  readonly type: 'resumed' | 'reload';
  /** The page can resume from here. */
  readonly position: string;
  readonly endsAt: Instant;
}

export type AddressOutcome =
  | { readonly type: 'address'; readonly url: string; readonly expiresAt: Instant }
  /** So many pages watch the instance, or so many of this caller's. */
  | { readonly type: 'full' | 'fullForCaller' };

/** Gives a caller an address at which a page can watch what the caller may see. */
export function makeRequestWatch({ watches, tokens, socketUrl, clock, ids }: SubscribePorts) {
  return async ({ instanceId, callerId, teamIds, validUntil }: Caller): Promise<AddressOutcome> => {
    const now = clock.now();
    const live = (await watches.find(instanceId)).watches.filter((watch) => isLive(watch, now));
    const own = live.filter((watch) => watch.callerId === callerId);
    // Two callers who ask for the last one at the same moment may get one more: each watch only costs its messages.
    if (own.length >= mostWatchesOfCaller) {
      const [unopened] = own.filter((watch) => !isOpen(watch)).sort((one, other) => one.endsAt - other.endsAt);
      if (!unopened) return { type: 'fullForCaller' };
      await watches.remove(unopened, { keptUntil: now });
    } else if (live.length >= mostWatches) return { type: 'full' };
    const key = { instanceId, watchId: ids.next() };
    const expiresAt = now + tokenValidity.supervisorSocket;
    const viewer = { callerId, ...(teamIds && { teamIds }), ...(validUntil !== undefined && { validUntil }) };
    await watches.add({ ...key, ...viewer, endsAt: expiresAt });
    const token = await tokens.issue({ kind: 'supervisorSocket', ...key, expiresAt });
    return { type: 'address', url: `${socketUrl()}?token=${token}`, expiresAt };
  };
}

/** `over`: the address or the token of its caller has expired, or the key was revoked. `badPosition`: no page was given this position. */
export type Subscription = { readonly type: 'subscribed' } | { readonly type: 'over' | 'badPosition' };

/** A page that has missed more changes, or more than fits into so many frames, loads its lists again: all are sent within a second. */
const mostMissed = { changes: 1_000, frames: 10 };

/**
 * Shows a page the changes from now on, and before them those that were kept since the position of an earlier subscription.
 * The watch is open before these are read, so that a change is read here, or pushed to the page, or both.
 */
export function makeSubscribe(ports: SubscribePorts) {
  const { watches, feed, sockets, frames, clock } = ports;
  const isStillAllowed = makeIsStillAllowed(ports);
  const close = makeClosePages(ports);

  /** The frames with what the page has missed; `undefined` if that cannot be told, or is more than it should be shown. */
  async function missedSince(after: Instant | undefined, viewer: Viewer, now: Instant) {
    if (after === undefined || now - after > resumableFor) return undefined;
    const changes = await feed.read(viewer.instanceId, after - overlap, mostMissed.changes + 1);
    if (changes.length > mostMissed.changes) return undefined;
    const shown = frames.ofChanges(
      changes.filter((change) => isShownTo(change, viewer)),
      viewer,
    );
    return shown.length > mostMissed.frames ? undefined : shown;
  }

  return async (key: WatchKey, connectionId: string, position?: unknown): Promise<Subscription> => {
    const now = clock.now();
    const after = instantOf(position, now);
    if (position !== undefined && after === undefined) return { type: 'badPosition' };
    const { watches: found } = await watches.find(key.instanceId);
    const known = found.find(({ watchId }) => watchId === key.watchId);
    // An address can be opened until it expires, and subscribed to again for as long as its WebSocket lasts.
    if (!known || !isLive(known, now) || !(await isStillAllowed(known))) return { type: 'over' };
    const endsAt = known.connectionId === connectionId ? known.endsAt : endsAfter(now, known);
    const before = await watches.open(key, { connectionId, endsAt });
    if (!before) return { type: 'over' };
    const { connectionId: earlier = connectionId } = before;
    if (earlier !== connectionId) await sockets.close([earlier]);
    const missed = await missedSince(after, known, now);
    const start = { type: missed ? 'resumed' : 'reload', position: positionAt(now), endsAt } as const;
    const all = [frames.subscribed, ...(missed ?? []), frames.ofStart(start)];
    const { gone, unreached } = await sockets.deliver([connectionId], all);
    if (gone.length > 0) await watches.remove(key, { connectionId, keptUntil: now + resumableFor });
    // The page would wait for what it has not got. Closed, it comes back.
    if (unreached.length > 0) await close([{ ...known, connectionId, endsAt }]);
    return { type: 'subscribed' };
  };
}

/** The WebSocket of a page has closed. What happens from now on is kept for it for a while, if it had subscribed. */
export function makeUnsubscribe({ watches, clock }: Pick<SubscribePorts, 'watches' | 'clock'>) {
  return async ({ instanceId, watchId }: WatchKey, connectionId: string): Promise<void> => {
    const { watches: found } = await watches.find(instanceId);
    const isOwn = found.some((watch) => watch.watchId === watchId && watch.connectionId === connectionId);
    if (isOwn) await watches.remove({ instanceId, watchId }, { connectionId, keptUntil: clock.now() + resumableFor });
  };
}
