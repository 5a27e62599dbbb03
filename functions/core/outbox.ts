import { type Instant, seconds } from './instant.ts';
import type { Clock, Pauses } from './ports.ts';
import { nameOf, type WakeUpTarget } from './wake-ups/ports.ts';

/** A fact as it is published: numbered within its aggregate, so that a consumer can order and deduplicate. */
export interface Recorded<Fact> {
  /** `{instanceId}/{kind}/{id}/{sequence}`: the same however often the event is delivered. */
  readonly eventId: string;
  /** 1 for the aggregate's first event, then without gaps. */
  readonly sequence: number;
  readonly at: Instant;
  readonly fact: Fact;
}

/** An aggregate as a store keeps it. */
export interface Stored<State, Fact> {
  readonly state: State;
  /** Counts the saves; 1 after the first. */
  readonly version: number;
  /** Counts the events. */
  readonly sequence: number;
  /** Events that were saved with the state and may not have been published yet. */
  readonly outbox: readonly Recorded<Fact>[];
  /** Which events of the outbox people may not have been notified of. @default - none */
  readonly notice?: Notice;
  /** A wake-up that is set for this aggregate; later changes can rely on it until it fires. */
  readonly wakeUpAt?: Instant;
  /** Attributes that a newer version wrote and this one does not know. They are saved as they were read. */
  readonly unknown?: Readonly<Record<string, unknown>>;
}

/** People are notified of events by whoever saved them; if that process dies, by the next one after an instant. */
export interface Notice {
  /** The events after this number are concerned. */
  readonly after: number;
  /** Until then, whoever saved the events notifies people of them. Afterwards whoever publishes the outbox does. */
  readonly until: Instant;
}

/** Keeps aggregates of one kind. */
export interface AggregateStore<Key, State, Fact> {
  /** Reads the latest write. @throws UnreadableItemError */
  load(key: Key): Promise<Stored<State, Fact> | undefined>;
  /** @throws StaleVersionError when the stored version is no longer `previous`'s (or something exists where nothing did). */
  save(next: Stored<State, Fact>, previous: Stored<State, Fact> | undefined): Promise<void>;
  /**
   * Removes the outbox that was saved with these events, and its notice; does nothing when there are later events. Counts
   * as a save, because whoever loaded the outbox before would otherwise save it again.
   */
  clearOutbox(saved: Stored<State, Fact>): Promise<void>;
}

/** Somebody else saved first: load again and decide again. */
export class StaleVersionError extends Error {
  override readonly name = 'StaleVersionError';
}

/**
 * What is stored cannot be read: it is damaged, or in a form that only a newer version knows. Trying again does not help,
 * and nobody else is affected.
 */
export class UnreadableItemError extends Error {
  override readonly name = 'UnreadableItemError';
  /** The key of the item, which holds ids and no names. */
  readonly item: string;

  constructor(item: string, cause: unknown) {
    super(`Item ${item} cannot be read`, { cause });
    this.item = item;
  }
}

/** Results without those that failed because an item cannot be read. */
export const withoutUnreadable = <Result>(results: readonly PromiseSettledResult<Result>[]) =>
  results.filter((result) => !(result.status === 'rejected' && result.reason instanceof UnreadableItemError));

/** Publishes events at least once; a consumer recognizes repeats by `eventId`. */
export interface Publisher<Fact> {
  publish(events: readonly Recorded<Fact>[]): Promise<void>;
}

/** Notifies people of events. `state` is the aggregate's with which the events were saved, or a later one. */
export type Notify<Fact, State> = (events: readonly Recorded<Fact>[], state: State) => Promise<void>;

/**
 * Longer than any process takes from the save to the end of notifying, and shorter than the half minute after which a
 * wake-up that guards the outbox may fire.
 */
const notifiesWithin = seconds(20);

/** The notice that is saved with new events. Notices of earlier processes that have died are taken over. */
export function noticeFor<State, Fact>(
  previous: Stored<State, Fact> | undefined,
  { now, isOwn }: { readonly now: Instant; readonly isOwn: boolean },
): Notice {
  const after = openNotice(previous)?.after ?? previous?.sequence ?? 0;
  return { after, until: isOwn ? now + notifiesWithin : now };
}

/** The notice of events that are still in the outbox. */
export const openNotice = <State, Fact>(stored: Stored<State, Fact> | undefined): Notice | undefined =>
  stored && stored.outbox.length > 0 ? stored.notice : undefined;

/** Events of the outbox of which people have to be notified now, because whoever should have done it has not. */
export function overdue<State, Fact>(stored: Stored<State, Fact> | undefined, now: Instant): readonly Recorded<Fact>[] {
  const notice = openNotice(stored);
  if (!stored || !notice || notice.until > now) return [];
  return stored.outbox.filter(({ sequence }) => sequence > notice.after);
}

const attempts = 4;
const longestPauseMilliseconds = 40;
/** A store that takes longer is not asked again, because somebody may be waiting. */
const longestTime = seconds(1);

interface NoticePorts<Key, State, Fact> {
  readonly store: AggregateStore<Key, State, Fact>;
  readonly clock: Clock;
  readonly pauses: Pauses;
}

/**
 * Changes the notice of events whose outbox could not be cleared: there is none after people were notified. Later events
 * have a process of their own, which does the same. A store that has just refused a call may refuse this one too, so it is
 * asked several times: people would be notified again.
 */
export async function recordNotice<Key, State, Fact>(
  { store, clock, pauses }: NoticePorts<Key, State, Fact>,
  key: Key,
  saved: Stored<State, Fact>,
  notice: Notice | undefined,
): Promise<void> {
  const end = clock.now() + longestTime;
  let stored: Stored<State, Fact> | undefined = saved;
  for (let attempt = 1; ; attempt += 1) {
    if (stored?.notice === undefined || stored.sequence !== saved.sequence) return;
    const { notice: _, ...rest } = stored;
    try {
      return await store.save({ ...rest, version: stored.version + 1, ...(notice && { notice }) }, stored);
    } catch (error) {
      if (attempt === attempts || clock.now() >= end) throw error;
      if (error instanceof StaleVersionError) stored = await store.load(key);
      else await pauses.wait(pauses.chance() * longestPauseMilliseconds);
    }
  }
}

/** What is stored after a change: its events are numbered and join the outbox. */
export function advance<State, Fact>(
  subject: WakeUpTarget,
  previous: Stored<State, Fact> | undefined,
  change: {
    readonly state: State;
    readonly events: readonly Fact[];
    readonly now: Instant;
    readonly wakeUpAt: Instant | undefined;
    readonly notice: Notice | undefined;
  },
): Stored<State, Fact> {
  const sequence = previous?.sequence ?? 0;
  const recorded = change.events.map((fact, index) => ({
    eventId: `${nameOf(subject)}/${sequence + index + 1}`,
    sequence: sequence + index + 1,
    at: change.now,
    fact,
  }));
  return {
    state: change.state,
    version: (previous?.version ?? 0) + 1,
    sequence: sequence + recorded.length,
    outbox: [...(previous?.outbox ?? []), ...recorded],
    ...(change.notice && { notice: change.notice }),
    ...(change.wakeUpAt !== undefined && { wakeUpAt: change.wakeUpAt }),
    ...(previous?.unknown && { unknown: previous.unknown }),
  };
}
