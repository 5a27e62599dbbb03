import type { AgentDirectory } from '../agents/ports.ts';
import type { AgentUseCases } from '../agents/use-cases.ts';
import { BackendError } from '../backend-calls.ts';
import { type Decision, makeChange } from '../change.ts';
import { days, type Instant, minutes, seconds } from '../instant.ts';
import type { Publisher } from '../outbox.ts';
import type { Clock, Ids, Pauses, Report } from '../ports.ts';
import type { WakeUps } from '../wake-ups/ports.ts';
import { shardOf } from '../wake-ups/sweep.ts';
import {
  type AgentImport,
  afterFailure,
  afterPage,
  beginImport,
  type ImportAtWork,
  type ImportKey,
  isRunning,
  type PageDone,
  released,
  takeStep,
} from './agent-import.ts';
import type { ImportEvent } from './events.ts';
import { makeImportPage } from './import-page.ts';
import type { AgentSource, AgentSources, ImportStore, Listings } from './ports.ts';

export interface ImportPorts {
  readonly imports: ImportStore;
  readonly listings: Listings;
  readonly directory: AgentDirectory;
  /** @default - Lastcall itself owns the agents of every instance */
  readonly agentSources?: AgentSources;
  readonly bus: Publisher<ImportEvent>;
  readonly wakeUps: WakeUps;
  readonly clock: Clock;
  readonly pauses: Pauses;
  readonly ids: Ids;
  readonly report: Report;
}

export type AgentImportUseCases = ReturnType<typeof makeAgentImportUseCases>;

type Decided = Decision<AgentImport | undefined, ImportEvent, ImportAtWork | undefined>;

/** No page is begun after this time: whoever goes on has the whole time of a function. */
const worksFor = seconds(3);

/** Importing the agents of instances whose backend owns them: on demand, and once a day. */
export function makeAgentImportUseCases(ports: ImportPorts, { changeAgent }: Pick<AgentUseCases, 'changeAgent'>) {
  const { imports, clock, ids, report } = ports;
  const sourceOf = (instanceId: string) => ports.agentSources?.(instanceId);
  const change = makeChange<ImportKey, AgentImport, ImportEvent>({
    ...ports,
    store: imports,
    publisher: ports.bus,
    target: ({ instanceId }) => ({ kind: 'import', instanceId }),
  });
  const changeImport = (
    key: ImportKey,
    decide: (current: AgentImport | undefined, now: Instant) => Omit<Decided, 'wakeUpAt'>,
  ) => change(key, (current, now) => woken(decide(current, now)), { delivery: 'repeated' });

  /** Does pages for a few seconds, or until the backend refuses one. Whatever happens, a wake-up goes on from there. */
  async function work(taken: ImportAtWork, source: AgentSource): Promise<void> {
    const until = clock.now() + worksFor;
    const doPage = makeImportPage({ ...ports, source, changeAgent });
    for (let current: ImportAtWork | undefined = taken; current !== undefined; ) {
      const at: ImportAtWork = current;
      let done: PageDone;
      try {
        done = await doPage(at);
      } catch (error) {
        if (!(error instanceof BackendError)) throw error;
        report('A page of an import could not be read; it is tried again', error);
        await changeImport(taken, (stored, now) => moved(stored, at, afterFailure(at, error.fault, now)));
        return forgetFailed(taken);
      }
      current = await changeImport(taken, (stored, now) => moved(stored, at, afterPage(at, done, now), until));
    }
  }

  /** What an import has listed that has failed for good would never be compared in whole. */
  async function forgetFailed({ instanceId, importId }: AgentImport): Promise<void> {
    const latest = await imports.load({ instanceId });
    if (latest?.state.importId !== importId || latest.state.progress.status !== 'failed') return;
    await ports.listings.remove({ instanceId }, [importId]);
  }

  return {
    /**
     * Begins an import, or joins the one that runs. It is worked off in the background.
     * @returns `undefined` for an instance whose agents Lastcall itself owns
     */
    async importAgents(key: ImportKey, requestedBy: string): Promise<AgentImport | undefined> {
      if (!sourceOf(key.instanceId)) return undefined;
      const importId = ids.next();
      return change(key, (current, now) => {
        const begun = isRunning(current) ? current : beginImport(key, { importId, requestedBy }, now);
        return { state: begun, events: [], outcome: begun, wakeUpAt: now };
      });
    },

    /** The latest import of an instance. */
    latestImport: async (key: ImportKey): Promise<AgentImport | undefined> => (await imports.load(key))?.state,

    /** Goes on with the import of an instance, or begins the one of the day. */
    async wakeImport({ instanceId }: ImportKey): Promise<void> {
      const source = sourceOf(instanceId);
      if (!source) return;
      const key = { instanceId };
      const importId = ids.next();
      const taken = await changeImport(key, (stored, now) => {
        const current = isDue(key, stored, now) ? beginImport(key, { importId }, now) : stored;
        const step = takeStep(current, now);
        return { state: step ?? stored, events: [], outcome: step };
      });
      if (taken) await work(taken, source);
    },
  };
}

/** A wake-up looks at an import that runs when somebody else may go on with it. */
const woken = (decision: Omit<Decided, 'wakeUpAt'>): Decided =>
  isRunning(decision.state) ? { ...decision, wakeUpAt: decision.state.progress.checkAt } : decision;

/**
 * The import after a page, unless somebody else has taken it over in the meantime.
 * @param until from this instant on somebody else goes on. @default - nobody does before its pause is over
 */
function moved(
  stored: AgentImport | undefined,
  from: ImportAtWork,
  next: AgentImport,
  until: Instant = Number.POSITIVE_INFINITY,
): Omit<Decided, 'wakeUpAt'> {
  const isMine =
    isRunning(stored) && stored.importId === from.importId && stored.progress.checkAt === from.progress.checkAt;
  if (!isMine) return { state: stored, events: [], outcome: undefined };
  const events = eventsOf(next);
  if (!isRunning(next)) return { state: next, events, outcome: undefined };
  const { movedAt } = next.progress;
  return movedAt >= until
    ? { state: released(next, movedAt), events, outcome: undefined }
    : { state: next, events, outcome: next };
}

function eventsOf({ instanceId, importId, requestedBy, startedAt, counts, progress }: AgentImport): ImportEvent[] {
  const of = { instanceId, importId, ...(requestedBy !== undefined && { requestedBy }), startedAt };
  switch (progress.status) {
    case 'running':
      return [];
    case 'completed':
      return [{ type: 'AgentsImported', ...of, finishedAt: progress.finishedAt, ...counts }];
    case 'failed':
      return [{ type: 'AgentImportFailed', ...of, finishedAt: progress.finishedAt, fault: progress.fault }];
  }
}

/** The first instance of a night is imported at this time of the day in UTC, the others in the next two hours. */
const firstOfNight = minutes(60);
const apart = minutes(15);

/** Whether the import of the day is due: nothing was imported since the time of day at which this instance has its turn. */
function isDue(key: ImportKey, current: AgentImport | undefined, now: Instant): boolean {
  if (!current) return true;
  const turn = firstOfNight + apart * shardOf({ kind: 'import', ...key });
  const latestTurn = Math.floor((now - turn) / days(1)) * days(1) + turn;
  return !isRunning(current) && current.startedAt < latestTurn;
}
