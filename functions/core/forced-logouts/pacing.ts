import type { Lane, Pace } from '../backend-calls.ts';
import { type Instant, minutes, seconds } from '../instant.ts';

// How the forced logouts of an instance whose agents a backend owns follow the pace of that backend.

/** The workers of the queue, which share the pace (`lib/forced-logouts.ts`). */
const workers = 2;
/** How long a chunk takes while every worker has one. A worker has 30 seconds for all that it has received. */
const secondsOfChunk = 10;
/** The agents of a chunk, if no backend limits them. */
export const chunkSize = 100;
const chunksOnPage = 120;

/** After this a chunk asks nothing more of a backend; what is left of it is put back. */
export const chunkEndsAfter = seconds(13);

export const chunkSizeAt = ({ perSecond }: Pace): number =>
  Math.min(Math.max(Math.floor((perSecond * secondsOfChunk) / workers), 1), chunkSize);

/** The agents on a page: few enough for the page to be read again with each portion of it. */
export const pageSizeAt = (pace: Pace): number => chunkSizeAt(pace) * chunksOnPage;

/** A portion is sent when this much of the work sent before is left, and then there is so much more: no worker runs out of it. */
const secondsAhead = 25;
const secondsOfPortion = 15;

/** How many chunks are sent together, or for how long there is enough to do. */
export type Portion = { readonly chunks: number } | { readonly enoughFor: number };

/**
 * What is to be sent next. Little more than half a minute of work is sent ahead, so that the jobs of one contact centre take turns: what
 * another job sends waits for no more than that.
 *
 * @param underWay agents that have been sent and have no result yet
 */
export function nextPortion(underWay: number, { perSecond }: Pace, agentsPerChunk: number): Portion {
  const secondsLeft = underWay / perSecond;
  if (secondsLeft > secondsAhead) return { enoughFor: seconds(secondsLeft - secondsAhead) };
  const agents = perSecond * (secondsAhead + secondsOfPortion) - underWay;
  return { chunks: Math.max(1, Math.floor(agents / agentsPerChunk)) };
}

/** A request that logs out so many agents of a backend, as many as it takes in a second, answers within five, even beside a job. */
export const mostAtOnceAt = ({ perSecond, atOnce }: Pace, most: number): number =>
  Math.min(Math.max(1, Math.floor(atOnce + perSecond)), most);

/** Before this a job has not shown how fast it is. */
const showsItsPaceAfter = minutes(1);

/** When a job will end: at the pace of the backend, or at its own so far, if that is slower because others share the quotas. */
export function expectedEnd(
  { done, left, startedAt }: { readonly done: number; readonly left: number; readonly startedAt: Instant },
  { perSecond }: Pace,
  now: Instant,
): Instant {
  const soFar = done / ((now - startedAt) / 1000);
  const isShown = done > 0 && now >= startedAt + showsItsPaceAfter;
  return Math.ceil(now + seconds(left / (isShown ? Math.min(soFar, perSecond) : perSecond)));
}

/** How long a backend is watched for what it was told, before the answer says that it has not shown it yet. */
export const patience: Readonly<Record<Lane, number>> = { urgent: seconds(5), job: seconds(12) };

/** The last look may wait for its quota a little longer than the rest. */
export const lastLookTakes = seconds(2);

/** Agents of a job who are logged out together are looked at for so long, and later again, so that a worker is soon free for others. */
export const looksAtOnce = seconds(1);

/** Pauses before the next looks at a backend; after these they are longer. */
const pausesBetweenLooks = [0, 400, 800, 1_500] as const;

export const pauseAfterLook = (look: number): number => pausesBetweenLooks[look] ?? 3_000;
