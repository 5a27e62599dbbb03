import { makeCache } from '../cache.ts';
import { type Instant, seconds } from '../instant.ts';
import type { Clock, Report } from '../ports.ts';
import { admittedPerSecond } from './rate-limit.ts';

/** A route that keeps sessions alive, and the share of the stage's throttle that it can use. */
export interface GuardedRoute {
  readonly key: string;
  readonly throttleShare: number;
}

/** The refusals of a route within five seconds: those of window 0 begin in 1970. */
export interface RefusalWindow {
  readonly routeKey: string;
  readonly number: number;
}

/** What all containers together know of floods: refusals, and until when requests of strangers may have been crowded out. */
export interface FloodMarks {
  /** Adds refusals to those of a window. @returns how many these are now */
  add(window: RefusalWindow, refusals: number, now: Instant): Promise<number>;
  mark(until: Instant, now: Instant): Promise<void>;
  find(): Promise<Instant | undefined>;
}

interface Ports {
  readonly marks: FloodMarks;
  readonly clock: Clock;
  readonly report: Report;
}

interface NotingPorts extends Ports {
  /** How many requests a second the stage admits. */
  readonly throttle: () => number;
}

/** Long enough for the burst that a route admits at once after a pause to be no flood, which is what it admits in a second. */
const windowLength = seconds(5);
const startOf = (number: number): Instant => number * windowLength;

/** Of what a route admits in a window, half is a flood. Below that the other half is free for clients. */
const floodShare = 0.5;
/** A container adds its refusals when they are a twentieth of a flood. */
const portionShare = 1 / 20;

/** How many refusals of a route in one window are a flood. */
const floodOf = (throttle: number, { throttleShare }: GuardedRoute): number =>
  (admittedPerSecond(throttle, throttleShare) * windowLength * floodShare) / seconds(1);

/** Called for each request that is refused because its token or secret is not valid. */
export type NoteRefusal = (route: GuardedRoute) => Promise<void>;

interface Counted {
  readonly number: number;
  /** Refusals that are not added yet. */
  refusals: number;
}

/**
 * Notices a flood from inside. What API Gateway throttles reaches no function, but it throttles real clients and a flood
 * alike: while it does, what does reach the function is mostly the flood. So containers add up what they refuse on a route, and
 * the window in which that is half of what the route admits is marked, and the next one with it, in which it may go on.
 *
 * A container adds its refusals in portions, and what is left of a window with its next refusal if that is in the next
 * window: with a flood spread over many containers none has a whole portion. A single refusal costs nothing.
 */
export function makeNoteRefusal({ marks, clock, report, throttle }: NotingPorts): NoteRefusal {
  const counts = new Map<string, Counted>();
  const marked = new Map<string, number>();

  return async (route) => {
    const now = clock.now();
    const number = Math.floor(now / windowLength);
    const before = counts.get(route.key);
    const counted = before?.number === number ? before : { number, refusals: 0 };
    counts.set(route.key, counted);
    counted.refusals += 1;
    try {
      const flood = floodOf(throttle(), route);
      if (before?.number === number - 1) await add(route, before, flood, now);
      if (counted.refusals >= flood * portionShare) await add(route, counted, flood, now);
    } catch (error) {
      report('A flood could not be marked', error);
    }
  };

  async function add({ key: routeKey }: GuardedRoute, counted: Counted, flood: number, now: Instant) {
    const { number, refusals } = counted;
    counted.refusals = 0;
    if (refusals === 0 || marked.get(routeKey) === number) return;
    if ((await marks.add({ routeKey, number }, refusals, now)) < flood) return;
    await marks.mark(startOf(number + 2), now);
    marked.set(routeKey, number);
  }
}

/** Until when requests of strangers may have been crowded out, as known a moment ago. */
export function makeCrowdedOutUntil({ marks, clock, report }: Ports) {
  const cached = makeCache<Instant | undefined>({ clock, milliseconds: seconds(2) });
  return (): Promise<Instant | undefined> =>
    cached('mark', () => marks.find()).catch((error: unknown) => {
      report('Whether there is a flood could not be read', error);
      return undefined;
    });
}
