import { allFulfilled } from './in-parallel.ts';
import type { Instant } from './instant.ts';
import {
  type AggregateStore,
  advance,
  type Notify,
  noticeFor,
  openNotice,
  overdue,
  type Publisher,
  type Recorded,
  recordNotice,
  StaleVersionError,
  type Stored,
} from './outbox.ts';
import type { Clock, Pauses, Report } from './ports.ts';
import type { WakeUp, WakeUps, WakeUpTarget } from './wake-ups/ports.ts';
import { covers, earliest, guardAfter } from './wake-ups/schedule.ts';

export {
  type AggregateStore,
  type Publisher,
  type Recorded,
  StaleVersionError,
  type Stored,
  UnreadableItemError,
  withoutUnreadable,
} from './outbox.ts';

/** What a pure function decided about an aggregate: its next state, what happened, and what to answer. */
export interface Decision<State, Fact, Outcome> {
  /** The same object that came in when nothing changes: then nothing is written. */
  readonly state: State;
  readonly events: readonly Fact[];
  readonly outcome: Outcome;
  /** When the aggregate wants to be looked at again. */
  readonly wakeUpAt?: Instant;
}

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
  /**
   * The caller expects that there will be events, so the wake-up that guards them is set while the aggregate is loaded. If
   * nothing happens, it fires for nothing.
   * @default false
   */
  readonly expectsEvents?: boolean;
}

/** Changes one aggregate by a pure decision. @throws StaleVersionError when other writers were faster twelve times in a row. */
export type Change<Key, State, Fact> = <Outcome>(
  key: Key,
  decide: (state: State | undefined, now: Instant) => Decision<State | undefined, Fact, Outcome>,
  options?: ChangeOptions,
) => Promise<Outcome>;

export interface ChangePorts<Key, State, Fact> {
  readonly store: AggregateStore<Key, State, Fact>;
  readonly publisher: Publisher<Fact>;
  /** Notifies people. It is called once for each event, unless a process dies. @default - nobody is notified */
  readonly notify?: Notify<Fact, NoInfer<State>>;
  readonly wakeUps: WakeUps;
  readonly clock: Clock;
  readonly pauses: Pauses;
  readonly report: Report;
  /** The wake-up target of a key; it also begins the ids of its events. */
  readonly target: (key: Key) => WakeUpTarget;
}

const attempts = 12;
const firstPauseMilliseconds = 10;
const longestPauseMilliseconds = 320;

/** Up to 10 ms before the second attempt, then up to twice as long before each further one; 2.5 s for all of them. */
const pauseBefore = (attempt: number, chance: number) =>
  chance * Math.min(firstPauseMilliseconds * 2 ** (attempt - 2), longestPauseMilliseconds);

/**
 * The one way in which anything changes: load, decide, set the wake-up, save, publish, clear the outbox.
 *
 * Every step can be repeated, and a crash between any two loses nothing: the wake-up is set before the state that needs
 * it, state and events are one write, and an outbox that was left over is published by the redelivered message, by the
 * guarding wake-up or by the next change. A wake-up is recorded in the aggregate even if nothing else changes: otherwise
 * every later change would set one more, and each of those would set the next when it fires.
 *
 * Whoever has saved events notifies people of them; whoever publishes an outbox again does not (docs/decisions/0016).
 */
export function makeChange<Key, State, Fact>(ports: ChangePorts<Key, State, Fact>): Change<Key, State, Fact> {
  const { store, publisher, notify, wakeUps, clock, pauses, report, target } = ports;

  /** Publishes the outbox and notifies people of `news`. Each runs to its end, whatever becomes of the other. */
  async function publishNow(key: Key, saved: Stored<State, Fact>, news: readonly Recorded<Fact>[]): Promise<void> {
    const notified = notify && news.length > 0 ? notify(news, saved.state) : undefined;
    const [published, pushed] = await Promise.allSettled([publisher.publish(saved.outbox), notified]);
    try {
      allFulfilled([published, pushed], 'publications');
      await store.clearOutbox(saved);
    } catch (error) {
      const notice = saved.notice && pushed.status === 'rejected' ? { ...saved.notice, until: clock.now() } : undefined;
      await recordNotice(ports, key, saved, notice).catch((fault: unknown) =>
        report('Whether people were notified could not be recorded; it may happen again', fault),
      );
      throw error;
    }
  }

  async function flush(
    key: Key,
    saved: Stored<State, Fact>,
    news: readonly Recorded<Fact>[],
    { delivery, publish }: ChangeOptions,
  ): Promise<void> {
    if (saved.outbox.length === 0) return;
    try {
      if (publish === 'byWakeUp') return await wakeUps.set({ ...target(key), at: clock.now() });
      await publishNow(key, saved, news);
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
    /** The wake-up that this change has set, which serves its further attempts too. */
    let ownWakeUp: Instant | undefined;
    const setWakeUp = async (at: Instant) => {
      await wakeUps.set({ ...subject, at });
      ownWakeUp = at;
    };

    for (let attempt = 1; ; attempt += 1) {
      if (attempt > 1) await pauses.wait(pauseBefore(attempt, pauses.chance()));
      const isExpectedNew = options.expectsNew === true && attempt === 1;
      const isExpectedToHappen = options.expectsEvents === true && attempt === 1;
      const [previous] = await Promise.all([
        isExpectedNew ? undefined : store.load(key),
        isExpectedToHappen ? setWakeUp(clock.now() + guardAfter) : undefined,
      ]);
      const now = clock.now();
      const { state, events, outcome, wakeUpAt } = decide(previous?.state, now);
      const isSame = state === previous?.state && events.length === 0;
      // Without a save no condition tells whether the expectation was right.
      if (isExpectedNew && isSame) continue;

      // Without events of its own a request leaves the outbox alone: another one may be publishing it at this moment.
      const mayPublish = options.delivery !== undefined || events.length > 0;
      const unpublished = mayPublish ? events.length + (previous?.outbox.length ?? 0) : 0;
      const guardAt = options.delivery !== 'repeated' && unpublished > 0 ? now + guardAfter : undefined;
      const needed = earliest(wakeUpAt, guardAt);
      const isUnset = needed !== undefined && !covers(previous?.wakeUpAt, needed, now);
      const wanted = covers(ownWakeUp, needed, now) ? ownWakeUp : needed;
      if (isUnset && wanted !== undefined && wanted !== ownWakeUp) await setWakeUp(wanted);
      // A wake-up that the aggregate waits for stays recorded when a guard is set besides.
      const recorded = isUnset && !covers(previous?.wakeUpAt, wakeUpAt, now) ? wanted : previous?.wakeUpAt;

      const late = overdue(previous, now);
      if (state === undefined || (isSame && recorded === previous?.wakeUpAt)) {
        if (previous && mayPublish) await flush(key, previous, late, options);
        return outcome;
      }
      const isOwn = options.publish !== 'byWakeUp';
      const notice = notify && events.length > 0 ? noticeFor(previous, { now, isOwn }) : openNotice(previous);
      const next = advance(subject, previous, { state, events, now, wakeUpAt: recorded, notice });
      try {
        await store.save(next, previous);
      } catch (error) {
        if (error instanceof StaleVersionError && attempt < attempts) continue;
        throw error;
      }
      // A wake-up that was due before the save took effect may have fired too early.
      if (isUnset && wanted !== undefined && wanted <= clock.now()) await setAgain({ ...subject, at: wanted }, options);
      const news = next.outbox.filter(({ sequence }) => sequence > (previous?.sequence ?? 0));
      if (mayPublish) await flush(key, next, [...late, ...news], options);
      return outcome;
    }
  };
}
