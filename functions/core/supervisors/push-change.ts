import { allFulfilled, inParallel } from '../in-parallel.ts';
import type { Instant } from '../instant.ts';
import type { Report, Sockets } from '../ports.ts';
import { type Change, isShownTo, type WatchedEvent } from './change.ts';
import { type LookPorts, makeLookAt, type Seen } from './look-at.ts';
import { type CallerPorts, makeMayStillSee } from './may-still-see.ts';
import type { ChangeFeed, SupervisorWatches } from './ports.ts';
import {
  areKept,
  isLive,
  isOpen,
  mostWatches,
  type OpenWatch,
  resumableFor,
  resumableUntil,
  type Viewer,
  type Watch,
} from './watch.ts';

export interface PushPorts extends CallerPorts, LookPorts {
  readonly watches: SupervisorWatches;
  readonly feed: Pick<ChangeFeed, 'add'>;
  readonly sockets: Sockets;
  readonly frames: PushFrames;
  readonly report: Report;
}

/** What pages are sent of a change. */
interface PushFrames {
  contentOf(event: WatchedEvent, seen: Seen): Change['content'];
  ofChanges(changes: readonly Change[], viewer: Viewer): readonly string[];
}

/** Callers who are looked up at the same time. */
const width = 10;

/**
 * Pushes an event to every page that may be shown it, with what it is about as it is now: events come late, twice and in any order,
 * and a page draws what it is shown with the highest `sequence`. Where nobody watches, and nobody has for an hour, it costs one read.
 */
export function makePushChange(ports: PushPorts) {
  const { watches, feed, sockets, frames, clock, report } = ports;
  const lookAt = makeLookAt(ports);
  const mayStillSee = makeMayStillSee(ports);

  async function end(ended: readonly Watch[], keptUntil: Instant): Promise<void> {
    for (const { connectionId, ...key } of ended) {
      await watches
        .remove(key, { ...(connectionId !== undefined && { connectionId }), keptUntil })
        .catch((error: unknown) => report('A watch that has ended is still in the list', error));
    }
  }

  /** The pages that may be shown a change now. Those of callers who are no longer known are closed. */
  async function pagesFor(change: Change): Promise<readonly OpenWatch[]> {
    const { watches: found } = await watches.find(change.instanceId);
    const now = clock.now();
    const open = found.filter((watch) => isLive(watch, now)).filter(isOpen);
    const meant = open.filter((watch) => isShownTo(change, watch));
    const known = allFulfilled(await inParallel(meant, width, mayStillSee), 'look-ups of callers');
    const revoked = meant.filter((_, place) => !known[place]);
    if (revoked.length > 0) {
      await sockets.close(revoked.map(({ connectionId }) => connectionId));
      await end(revoked, now + resumableFor);
    }
    return meant.filter((_, place) => known[place]);
  }

  async function push(change: Change): Promise<void> {
    const pages = await pagesFor(change);
    const groups = Map.groupBy(pages, (page) => JSON.stringify(frames.ofChanges([change], page)));
    const sent = [...groups.values()].map(async (group) => {
      const [first] = group;
      const ids = group.map(({ connectionId }) => connectionId);
      if (!first) return;
      const { gone, unreached } = await sockets.deliver(ids, frames.ofChanges([change], first));
      // Its page would not know that it has missed something. Closed, it comes back and resumes.
      if (unreached.length > 0) await sockets.close(unreached);
      const lost = group.filter(({ connectionId }) => gone.includes(connectionId));
      await end(lost, clock.now() + resumableFor);
    });
    allFulfilled(await Promise.allSettled(sent), 'pushes');
  }

  return async (event: WatchedEvent, attempt: string): Promise<void> => {
    const { instanceId, eventId } = event;
    const watched = await watches.find(instanceId);
    const now = clock.now();
    // Addresses that nobody has opened, and WebSockets that have ended without a sign. Each event would read them again.
    const lapsed = watched.watches.filter((watch) => now >= resumableUntil(watch)).slice(0, mostWatches);
    await end(lapsed, now);
    if (!areKept(watched, now)) return;
    const { seen, audience } = await lookAt(event);
    const content = frames.contentOf(event, seen);
    const change = { instanceId, eventId, keptAt: clock.now(), audience, content };
    // A page that subscribes meanwhile finds the change there, or is found by the second look.
    if (await feed.add(change, attempt)) await push(change);
  };
}
