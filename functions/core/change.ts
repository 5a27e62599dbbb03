import { allFulfilled } from './in-parallel.ts';
import type { Instant } from './instant.ts';
import type { Clock, Report } from './ports.ts';
import { nameOf, type WakeUp, type WakeUps, type WakeUpTarget } from './wake-ups/ports.ts';
import { covers, earliest, guardAfter } from './wake-ups/schedule.ts';

/** What a pure function decided about an aggregate: its next state, what happened, and what to answer. */
export interface Decision<State, Fact, Outcome> {
  /** The same object that came in when nothing changes: then nothing is written. */
  readonly state: State;
  readonly events: readonly Fact[];
  readonly outcome: Outcome;
  /** When the aggregate wants to be looked at again. */
  readonly wakeUpAt?: Instant;
}

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
  /** A wake-up that is set for this aggregate; later changes can rely on it until it fires. */
  readonly wakeUpAt?: Instant;
  /** Attributes that a newer version wrote and this one does not know. They are saved as they were read. */
  readonly unknown?: Readonly<Record<string, unknown>>;
}

/** Keeps aggregates of one kind. */
export interface AggregateStore<Key, State, Fact> {
  /** Reads the latest write. */
  load(key: Key): Promise<Stored<State, Fact> | undefined>;
  /** @throws StaleVersionError when the stored version is no longer `previous`'s (or something exists where nothing did). */
  save(next: Stored<State, Fact>, previous: Stored<State, Fact> | undefined): Promise<void>;
  /**
   * Removes the outbox that was saved with these events; does nothing when there are later events. Counts as a save,
   * because whoever loaded the outbox before would otherwise save it again.
   */
  clearOutbox(saved: Stored<State, Fact>): Promise<void>;
}

/** Somebody else saved first: load again and decide again. */
export class StaleVersionError extends Error {
  override readonly name = 'StaleVersionError';
}

/** Publishes events at least once; a consumer recognizes repeats by `eventId`. */
export interface Publisher<Fact, State = unknown> {
  /** `state` is the aggregate's with which the events were saved, or a later one. */
  publish(events: readonly Recorded<Fact>[], state: State): Promise<void>;
}

/** Publishes on the bus and notifies people. Each runs to its end, whatever becomes of the other. */
export const publishToBoth = <Fact, State>(
  bus: Publisher<Fact>,
  notify: (events: readonly Recorded<Fact>[], state: State) => Promise<void>,
): Publisher<Fact, State> => ({
  async publish(events, state) {
    allFulfilled(await Promise.allSettled([bus.publish(events, state), notify(events, state)]), 'publications');
  },
});

/** Where a change differs from that of an API request. */
export interface ChangeOptions {
  /**
   * A queue delivers this work until it succeeds. `repeated`: a failure to publish is thrown, so no wake-up is needed, and
   * an outbox that an earlier attempt left is published. `last`: the same, but the queue will not deliver it again, so a
   * wake-up guards the outbox and a failure to publish is survived.
   * @default - nobody repeats the work: a wake-up guards the outbox, and a failure to publish is survived
   */
  readonly delivery?: 'repeated' | 'last';
  /**
   * The caller expects that nothing exists yet, so nothing is read. If something does, the condition of the save fails,
   * and the change is made as if this were not set.
   * @default false
   */
  readonly expectsNew?: boolean;
  /**
   * `byWakeUp`: for a caller who cannot wait for the bus. A wake-up that is due at once publishes the events.
   * @default 'atOnce'
   */
  readonly publish?: 'atOnce' | 'byWakeUp';
}

/** Changes one aggregate by a pure decision. @throws StaleVersionError when other writers were faster twelve times in a row. */
export type Change<Key, State, Fact> = <Outcome>(
  key: Key,
  decide: (state: State | undefined, now: Instant) => Decision<State | undefined, Fact, Outcome>,
  options?: ChangeOptions,
) => Promise<Outcome>;

export interface ChangePorts<Key, State, Fact> {
  readonly store: AggregateStore<Key, State, Fact>;
  readonly publisher: Publisher<Fact, NoInfer<State>>;
  readonly wakeUps: WakeUps;
  readonly clock: Clock;
  readonly report: Report;
  /** The wake-up target of a key; it also begins the ids of its events. */
  readonly target: (key: Key) => WakeUpTarget;
}

const attempts = 12;

/**
 * The one way in which anything changes: load, decide, set the wake-up, save, publish, clear the outbox.
 *
 * Every step can be repeated, and a crash between any two loses nothing: the wake-up is set before the state that needs
 * it, state and events are one write, and an outbox that was left over is published by the redelivered message, by the
 * guarding wake-up or by the next change. A wake-up is recorded in the aggregate even if nothing else changes: otherwise
 * every later change would set one more, and each of those would set the next when it fires.
 */
export function makeChange<Key, State, Fact>(ports: ChangePorts<Key, State, Fact>): Change<Key, State, Fact> {
  const { store, publisher, wakeUps, clock, report, target } = ports;

  async function flush(
    subject: WakeUpTarget,
    saved: Stored<State, Fact>,
    { delivery, publish }: ChangeOptions,
  ): Promise<void> {
    if (saved.outbox.length === 0) return;
    try {
      if (publish === 'byWakeUp') return await wakeUps.set({ ...subject, at: clock.now() });
      await publisher.publish(saved.outbox, saved.state);
      await store.clearOutbox(saved);
    } catch (error) {
      if (delivery === 'repeated') throw error;
      report('Events are saved but not published; the wake-up that guards them will publish them', error);
    }
  }

  async function setAgain(wakeUp: WakeUp, { delivery }: ChangeOptions): Promise<void> {
    try {
      await wakeUps.set(wakeUp);
    } catch (error) {
      if (delivery === 'repeated') throw error;
      report('A wake-up that is due could not be set again; a later one will do its work', error);
    }
  }

  return async (key, decide, options = {}) => {
    const subject = target(key);
    for (let attempt = 1; ; attempt += 1) {
      const isExpectedNew = options.expectsNew === true && attempt === 1;
      const previous = isExpectedNew ? undefined : await store.load(key);
      const now = clock.now();
      const { state, events, outcome, wakeUpAt } = decide(previous?.state, now);
      const isSame = state === undefined || (state === previous?.state && events.length === 0);
      // Without a save no condition tells whether the expectation was right.
      if (isExpectedNew && isSame) continue;

      // Without events of its own a request leaves the outbox alone: another one may be publishing it at this moment.
      const mayPublish = options.delivery !== undefined || events.length > 0;
      const unpublished = mayPublish ? events.length + (previous?.outbox.length ?? 0) : 0;
      const guardAt = options.delivery !== 'repeated' && unpublished > 0 ? now + guardAfter : undefined;
      const wanted = earliest(wakeUpAt, guardAt);
      const isUnset = wanted !== undefined && !covers(previous?.wakeUpAt, wanted, now);
      if (isUnset) await wakeUps.set({ ...subject, at: wanted });
      // A wake-up that the aggregate waits for stays recorded when a guard is set besides.
      const recorded = isUnset && !covers(previous?.wakeUpAt, wakeUpAt, now) ? wanted : previous?.wakeUpAt;

      if (state === undefined || (isSame && recorded === previous?.wakeUpAt)) {
        if (previous && mayPublish) await flush(subject, previous, options);
        return outcome;
      }
      const next = advance(subject, previous, { state, events, now, wakeUpAt: recorded });
      try {
        await store.save(next, previous);
      } catch (error) {
        if (error instanceof StaleVersionError && attempt < attempts) continue;
        throw error;
      }
      // A wake-up that was due before the save took effect may have fired too early.
      if (isUnset && wanted <= clock.now()) await setAgain({ ...subject, at: wanted }, options);
      if (mayPublish) await flush(subject, next, options);
      return outcome;
    }
  };
}

function advance<State, Fact>(
  subject: WakeUpTarget,
  previous: Stored<State, Fact> | undefined,
  change: { state: State; events: readonly Fact[]; now: Instant; wakeUpAt: Instant | undefined },
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
    ...(change.wakeUpAt !== undefined && { wakeUpAt: change.wakeUpAt }),
    ...(previous?.unknown && { unknown: previous.unknown }),
  };
}
