import type { BackendFault } from '../backend-calls.ts';
import { type Instant, minutes, seconds } from '../instant.ts';

/** Names the imports of an instance, of which there is one at a time. */
export interface ImportKey {
  readonly instanceId: string;
}

/**
 * What an import does, one after the other: everybody who exists is listed, profiles are read, everybody is listed again,
 * because a list that changes while it is read may skip somebody, and those who are in neither list are marked as deleted.
 */
const phases = ['listing', 'reading', 'listingAgain', 'comparing'] as const;
export type ImportPhase = (typeof phases)[number];

/** Agents of an import by what became of them. */
export interface ImportCounts {
  /** Those who exist. */
  readonly listed: number;
  readonly created: number;
  readonly changed: number;
  readonly deleted: number;
  /** Those whose name there cannot be an id here. */
  readonly passedOver: number;
}

interface RunningImport {
  readonly status: 'running';
  readonly phase: ImportPhase;
  /** Where the phase goes on. @default - at its beginning */
  readonly place?: string;
  /** Pages of lists that are kept. */
  readonly pages: number;
  /** When the last page was done. */
  readonly movedAt: Instant;
  /** When somebody else may go on. Whoever works on the import moves it on. */
  readonly checkAt: Instant;
  /** Attempts in a row that failed. */
  readonly failures: number;
}

type ImportProgress =
  | RunningImport
  | { readonly status: 'completed'; readonly finishedAt: Instant }
  | { readonly status: 'failed'; readonly finishedAt: Instant; readonly fault: BackendFault };

/** The latest import of an instance. */
export interface AgentImport extends ImportKey {
  readonly importId: string;
  readonly startedAt: Instant;
  /** The id of the API key or user behind the request. @default - it is the daily one */
  readonly requestedBy?: string;
  readonly counts: ImportCounts;
  readonly progress: ImportProgress;
}

/** An import that somebody works on. */
export type ImportAtWork = AgentImport & { readonly progress: RunningImport };

export const isRunning = (current: AgentImport | undefined): current is ImportAtWork =>
  current?.progress.status === 'running';

const noCounts: ImportCounts = { listed: 0, created: 0, changed: 0, deleted: 0, passedOver: 0 };

/** A new import, which anybody may begin to work on. */
export function beginImport(
  { instanceId }: ImportKey,
  ordered: Pick<AgentImport, 'importId' | 'requestedBy'>,
  now: Instant,
): AgentImport {
  const progress = { status: 'running', phase: 'listing', pages: 0, movedAt: now, checkAt: now, failures: 0 } as const;
  return { instanceId, ...ordered, startedAt: now, counts: noCounts, progress };
}

/** Longer than a worker goes on before it says so. */
const stepLasts = minutes(1);
/** A place in a list of the backend is good for hours; after this time the phase begins again. */
const placeLasts = minutes(30);

/** Takes the import over, if nobody else works on it. @default - `undefined`: somebody does, or it is over */
export function takeStep(current: AgentImport | undefined, now: Instant): ImportAtWork | undefined {
  if (!isRunning(current) || current.progress.checkAt > now) return undefined;
  const isFresh = current.progress.phase === 'comparing' || now - current.progress.movedAt <= placeLasts;
  const { place, ...progress } = current.progress;
  return {
    ...current,
    progress: { ...progress, ...(isFresh && place !== undefined && { place }), checkAt: now + stepLasts },
  };
}

/** What a page of a phase has brought. */
export interface PageDone {
  readonly counts: ImportCounts;
  readonly pages: number;
  /** Where the phase goes on. @default - it is complete */
  readonly next?: string | undefined;
}

/** The import after a page. */
export function afterPage(current: ImportAtWork, { counts, pages, next }: PageDone, now: Instant): AgentImport {
  const { place: _, ...progress } = current.progress;
  const phase = next === undefined ? phases[phases.indexOf(progress.phase) + 1] : progress.phase;
  if (phase === undefined) return { ...current, counts, progress: { status: 'completed', finishedAt: now } };
  return {
    ...current,
    counts,
    progress: {
      ...progress,
      phase,
      ...(next !== undefined && { place: next }),
      pages,
      movedAt: now,
      checkAt: now + stepLasts,
      failures: 0,
    },
  };
}

/** The import when whoever works on it stops: somebody else goes on at once. */
export const released = (current: ImportAtWork, now: Instant): ImportAtWork => ({
  ...current,
  progress: { ...current.progress, checkAt: now },
});

/** An hour and a half, with the pauses between them. */
const mostFailures = 20;
const [firstPause, longestPause] = [seconds(15), minutes(5)];

/**
 * The import after an attempt that failed: the next one is later each time, until it is given up. A place that is refused may
 * no longer be good, so the phase begins again.
 */
export function afterFailure(current: ImportAtWork, fault: BackendFault, now: Instant): AgentImport {
  const { place, ...progress } = current.progress;
  const failures = progress.failures + 1;
  if (failures >= mostFailures) return { ...current, progress: { status: 'failed', finishedAt: now, fault } };
  const checkAt = now + Math.min(firstPause * 2 ** progress.failures, longestPause);
  const kept = place !== undefined && fault !== 'refused' ? { place } : {};
  return { ...current, progress: { ...progress, ...kept, failures, checkAt } };
}
