import { makeCache } from '../cache.ts';
import { allFulfilled, inParallel } from '../in-parallel.ts';
import { type Instant, seconds } from '../instant.ts';
import type { Sockets } from '../ports.ts';
import { type Change, isShownTo, type WatchedEvent } from './change.ts';
import { makeClosePages } from './close-pages.ts';
import { type CurrentState, makeLoadSubject, type SubjectPorts } from './load-subject.ts';
import type { ChangeFeed, SupervisorWatches } from './ports.ts';
import { type CallerPorts, makeIsStillAllowed } from './still-allowed.ts';
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

export interface PushPorts extends CallerPorts, SubjectPorts {
  readonly watches: SupervisorWatches;
  readonly feed: Pick<ChangeFeed, 'add'>;
  readonly sockets: Sockets;
  readonly frames: PushFrames;
}

/** What pages are sent of a change. */
interface PushFrames {
  contentOf(event: WatchedEvent, current: CurrentState): Change['content'];
  ofChanges(changes: readonly Change[], viewer: Viewer): readonly string[];
}

/** Callers who are looked up, and watches that are removed, at the same time. */
const width = 5;

/** That somebody watches is remembered for so long. That nobody does is not remembered: somebody may begin at any moment. */
const keptRememberedFor = seconds(1);

/**
 * Pushes an event to every page that may be shown it, with what it is about as it is now: events come late, twice and in any order,
 * and a page draws what it is shown with the highest `sequence`. Where nobody watches, and nobody has for an hour, it costs one read.
 */
export function makePushChange(ports: PushPorts) {
  const { watches, feed, sockets, frames, clock, report } = ports;
  const loadSubject = makeLoadSubject(ports);
  const isStillAllowed = makeIsStillAllowed(ports);
  const close = makeClosePages(ports);
  const keeps = ({ isKept }: { readonly isKept: boolean }) => isKept;
  const cached = makeCache<{ readonly isKept: boolean }>({ clock, milliseconds: keptRememberedFor, keeps });

  async function end(ended: readonly Watch[], keptUntil: Instant): Promise<void> {
    await inParallel(ended, width, ({ connectionId, ...key }) =>
      watches
        .remove(key, { ...(connectionId !== undefined && { connectionId }), keptUntil })
        .catch((error: unknown) => report('A watch that has ended is still in the list', error)),
    );
  }

  /** Addresses that nobody has opened, and WebSockets that have ended without a sign. Each event would read them again. */
  const endLapsed = (found: readonly Watch[], now: Instant) =>
    end(found.filter((watch) => now >= resumableUntil(watch)).slice(0, mostWatches), now);

  async function lookFirst(instanceId: string) {
    const watched = await watches.find(instanceId);
    const now = clock.now();
    const isKept = areKept(watched, now);
    if (!isKept) await endLapsed(watched.watches, now);
    return { isKept };
  }

  async function push(change: Change, pages: readonly OpenWatch[]): Promise<void> {
    const rendered = pages.map((page) => ({ page, all: frames.ofChanges([change], page) }));
    const groups = Map.groupBy(rendered, ({ all }) => JSON.stringify(all));
    const sent = [...groups.values()].map(async (group) => {
      const ids = group.map(({ page }) => page.connectionId);
      const { gone, unreached } = await sockets.deliver(ids, group[0]?.all ?? []);
      const of = (some: readonly string[]) =>
        group.map(({ page }) => page).filter(({ connectionId }) => some.includes(connectionId));
      await end(of(gone), clock.now() + resumableFor);
      // Its page would go on from a later change, and never know that it has missed this one.
      await close(of(unreached));
    });
    allFulfilled(await Promise.allSettled(sent), 'pushes');
  }

  /** Pushes a kept change. A caller who cannot be looked up holds up only the own pages, for which the attempt is made again. */
  async function pushToAll(change: Change): Promise<void> {
    const { watches: found } = await watches.find(change.instanceId);
    const now = clock.now();
    const pages = found.filter(isOpen);
    const unclosed = pages.filter((page) => !isLive(page, now) && now < resumableUntil(page));
    const meant = pages.filter((page) => isLive(page, now) && isShownTo(change, page));
    const looked = await inParallel(meant, width, async (page) => ({ page, isAllowed: await isStillAllowed(page) }));
    const known = looked.filter((result) => result.status === 'fulfilled').map(({ value }) => value);
    const those = (is: boolean) => known.filter(({ isAllowed }) => isAllowed === is).map(({ page }) => page);
    await close([...those(false), ...unclosed]);
    await push(change, those(true));
    allFulfilled(looked, 'look-ups of callers');
    await endLapsed(found, now);
  }

  return async (event: WatchedEvent, attempt: string): Promise<void> => {
    const { instanceId, eventId, at } = event;
    const { isKept } = await cached(instanceId, () => lookFirst(instanceId));
    if (!isKept) return;
    const { current, audience } = await loadSubject(event);
    const content = frames.contentOf(event, current);
    const change = { instanceId, eventId, at, keptAt: clock.now(), audience, content };
    // A page that subscribes meanwhile finds the change there, or is found by the look after this.
    if (await feed.add(change, attempt)) await pushToAll(change);
  };
}
