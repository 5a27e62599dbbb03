import { makeCache } from '../cache.ts';
import { type Instant, seconds } from '../instant.ts';
import type { Clock, Report } from '../ports.ts';

/** Remembers for the whole deployment until when requests of strangers may have been crowded out. */
export interface FloodMarks {
  mark(until: Instant, now: Instant): Promise<void>;
  find(): Promise<Instant | undefined>;
}

interface Ports {
  readonly marks: FloodMarks;
  readonly clock: Clock;
  readonly report: Report;
}

const countedFor = seconds(10);
/** Pages whose tokens have expired together send fewer to one container. */
const enough = 50;
/** A flood that goes on is marked again before. */
const markedFor = seconds(30);

/** Called for each request that is refused because its token or secret is not valid. */
export type NoteRefusal = () => Promise<void>;

/**
 * Notices a flood from inside. What API Gateway throttles reaches no function, but it throttles real clients and a flood
 * alike: while it does, what does reach the function is mostly the flood. A container that refuses fifty requests in ten
 * seconds marks that, at most once in these ten seconds.
 */
export function makeNoteRefusal({ marks, clock, report }: Ports): NoteRefusal {
  let window = { from: Number.NEGATIVE_INFINITY, refused: 0 };
  return async () => {
    const now = clock.now();
    if (now >= window.from + countedFor) window = { from: now, refused: 0 };
    window.refused += 1;
    if (window.refused !== enough) return;
    await marks.mark(now + markedFor, now).catch((error: unknown) => report('A flood could not be marked', error));
  };
}

/** Until when requests of strangers may have been crowded out, as known some seconds ago. */
export function makeCrowdedOutUntil({ marks, clock, report }: Ports) {
  const cached = makeCache<Instant | undefined>({ clock, milliseconds: seconds(5) });
  return (): Promise<Instant | undefined> =>
    cached('mark', () => marks.find()).catch((error: unknown) => {
      report('Whether there is a flood could not be read', error);
      return undefined;
    });
}
