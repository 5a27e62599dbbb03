import { covers, earliest, guardAfter } from './alarms/guard.ts';
import { type Alarm, type Alarms, type AlarmTarget, nameOf } from './alarms/ports.ts';
import type { Instant } from './instant.ts';
import type { Clock, Report } from './ports.ts';

/** What a pure function decided about an aggregate: its next state, what happened, and what to answer. */
export interface Decision<State, Fact, Outcome> {
  /** The same object that came in when nothing changes: then nothing is written. */
  readonly state: State;
  readonly events: readonly Fact[];
  readonly outcome: Outcome;
  /** When the aggregate wants to be looked at again. */
  readonly alarmAt?: Instant;
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
  /** An alarm that is set for this aggregate, on which later changes may count while it has not rung. */
  readonly alarmAt?: Instant;
}

/** Keeps aggregates of one kind. */
export interface AggregateStore<Key, State, Fact> {
  /** Reads the latest write. */
  load(key: Key): Promise<Stored<State, Fact> | undefined>;
  /** @throws StaleVersionError when the stored version is no longer `previous`'s (or something exists where nothing did). */
  save(next: Stored<State, Fact>, previous: Stored<State, Fact> | undefined): Promise<void>;
  /**
   * Forgets the outbox that was saved with these events; does nothing when later events stand. Counts as a save, for
   * whoever loaded the outbox before would save it again.
   */
  clearOutbox(saved: Stored<State, Fact>): Promise<void>;
}

/** Somebody else saved first: load again and decide again. */
export class StaleVersionError extends Error {
  override readonly name = 'StaleVersionError';
}

/** Publishes events at least once; a consumer tells repeats by `eventId`. */
export interface Publisher<Fact, State = unknown> {
  /** `state` is the aggregate's with which they were saved, or a later one. */
  publish(events: readonly Recorded<Fact>[], state: State): Promise<void>;
}

/**
 * Who repeats the work when it breaks off half-way.
 * `caller`: nobody for certain (an API request), so an alarm guards the outbox, and a fault in publishing is survived.
 * `creator`: a caller who expects nothing to be there yet. Nothing is read: if something is there, the condition of the
 * save says so, and then it is loaded and decided on as for any caller.
 * `handOff`: a caller who cannot wait for the bus: an alarm that rings at once publishes. One that guards stands before.
 * `redelivery`: a queue, until it has succeeded; so no alarm is needed, a fault is thrown, and an outbox that an
 * earlier attempt left is published.
 * `lastDelivery`: a queue that has delivered for the last time: what is left is published, as for `redelivery`, and
 * guarded, as for `caller`.
 */
export type Retrier = 'caller' | 'creator' | 'handOff' | 'redelivery' | 'lastDelivery';

export type Commit<Key, State, Fact> = <Outcome>(
  key: Key,
  decide: (state: State | undefined, now: Instant) => Decision<State | undefined, Fact, Outcome>,
  retrier: Retrier,
) => Promise<Outcome>;

export interface CommitPorts<Key, State, Fact> {
  readonly store: AggregateStore<Key, State, Fact>;
  readonly publisher: Publisher<Fact, NoInfer<State>>;
  readonly alarms: Alarms;
  readonly clock: Clock;
  readonly report: Report;
  /** The alarm target of a key, and the stem of its event ids. */
  readonly target: (key: Key) => AlarmTarget;
}

const attempts = 12;

/**
 * The one way in which anything changes: load, decide, set the alarm, save, publish, clear the outbox.
 *
 * Every step may be repeated, and a crash between any two loses nothing: the alarm stands before the state that needs
 * it, state and events are one write, and whatever is left in an outbox is published by the redelivered message, by
 * the guarding alarm or by the next change. An alarm that is set is noted in the aggregate even if nothing else
 * changes: otherwise every change to come would set one more, and each would set the next when it rings.
 *
 * @throws StaleVersionError when other writers were faster twelve times in a row.
 */
export function makeCommit<Key, State, Fact>(ports: CommitPorts<Key, State, Fact>): Commit<Key, State, Fact> {
  const { store, publisher, alarms, clock, report, target } = ports;

  async function flush(subject: AlarmTarget, saved: Stored<State, Fact>, retrier: Retrier): Promise<void> {
    if (saved.outbox.length === 0) return;
    try {
      if (retrier === 'handOff') return await alarms.set({ ...subject, at: clock.now() });
      await publisher.publish(saved.outbox, saved.state);
      await store.clearOutbox(saved);
    } catch (error) {
      if (retrier === 'redelivery') throw error;
      report('Events are saved but not published; the alarm that guards them will', error);
    }
  }

  async function repeat(alarm: Alarm, retrier: Retrier): Promise<void> {
    try {
      await alarms.set(alarm);
    } catch (error) {
      if (retrier === 'redelivery') throw error;
      report('An alarm that is due could not be set once more; a later one will do what it was to do', error);
    }
  }

  return async (key, decide, retrier) => {
    const subject = target(key);
    const isDelivery = retrier === 'redelivery' || retrier === 'lastDelivery';
    for (let attempt = 1; ; attempt += 1) {
      const isExpectedNew = retrier === 'creator' && attempt === 1;
      const previous = isExpectedNew ? undefined : await store.load(key);
      const now = clock.now();
      const { state, events, outcome, alarmAt } = decide(previous?.state, now);
      const isSame = state === undefined || (state === previous?.state && events.length === 0);
      // What is not saved has no condition that says whether the expectation was right.
      if (isExpectedNew && isSame) continue;

      // A caller's neighbour may be publishing at this moment; its own guard sees to it that it is done.
      const mayPublish = isDelivery || events.length > 0;
      const unpublished = mayPublish ? events.length + (previous?.outbox.length ?? 0) : 0;
      const guardAt = retrier !== 'redelivery' && unpublished > 0 ? now + guardAfter : undefined;
      const wanted = earliest(alarmAt, guardAt);
      const isUnset = wanted !== undefined && !covers(previous?.alarmAt, wanted, now);
      if (isUnset) await alarms.set({ ...subject, at: wanted });
      // An alarm that the aggregate waits for stays noted when a guard is set besides.
      const noted = isUnset && !covers(previous?.alarmAt, alarmAt, now) ? wanted : previous?.alarmAt;

      if (state === undefined || (isSame && noted === previous?.alarmAt)) {
        if (previous && mayPublish) await flush(subject, previous, retrier);
        return outcome;
      }
      const next = advance(subject, previous, { state, events, now, alarmAt: noted });
      try {
        await store.save(next, previous);
      } catch (error) {
        if (error instanceof StaleVersionError && attempt < attempts) continue;
        throw error;
      }
      // An alarm that was nearer than the save took may have rung for nothing.
      if (isUnset && wanted <= clock.now()) await repeat({ ...subject, at: wanted }, retrier);
      if (mayPublish) await flush(subject, next, retrier);
      return outcome;
    }
  };
}

function advance<State, Fact>(
  subject: AlarmTarget,
  previous: Stored<State, Fact> | undefined,
  change: { state: State; events: readonly Fact[]; now: Instant; alarmAt: Instant | undefined },
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
    ...(change.alarmAt !== undefined && { alarmAt: change.alarmAt }),
  };
}
