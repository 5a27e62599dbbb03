import { makeMemoryAggregateStore } from '#adapters/memory/aggregate-store.ts';
import { makeMemoryAlarms } from '#adapters/memory/alarms.ts';
import { makeMemoryPublisher } from '#adapters/memory/publisher.ts';
import { type Decision, makeCommit, type Recorded } from '#core/commit.ts';
import { intercept } from '#test/simulation/intercept.ts';

interface SumKey {
  readonly instanceId: string;
  readonly agentId: string;
}

/** The smallest thing that can change: a sum that remembers what it is made of. */
export interface Sum extends SumKey {
  readonly parts: readonly string[];
}

interface Added {
  readonly part: string;
}

/** The one sum there is. */
export const key: SumKey = { instanceId: 'acme', agentId: 'ann' };

/** Adds the parts that are not there yet, one event for each. */
export const add =
  (...parts: readonly string[]) =>
  (sum: Sum | undefined): Decision<Sum | undefined, Added, string> => {
    const before = sum?.parts ?? [];
    const fresh = parts.filter((part) => !before.includes(part));
    const state = fresh.length > 0 ? { ...key, parts: [...before, ...fresh] } : sum;
    return { state, events: fresh.map((part) => ({ part })), outcome: fresh.join() };
  };

/** Where the sum is kept, with a clock to be set by hand. */
export const aSumWorld = () => ({
  store: makeMemoryAggregateStore<SumKey, Sum, Added>(({ agentId }) => agentId),
  publisher: makeMemoryPublisher<Added>(),
  alarms: makeMemoryAlarms(),
  time: { at: 0 },
  reports: [] as string[],
});
export type SumWorld = ReturnType<typeof aSumWorld>;

/** The commit of sums, its calls going through `connect`. */
export const commitIn = (world: SumWorld, connect: <Port extends object>(port: Port) => Port) =>
  makeCommit({
    store: connect(world.store),
    publisher: connect(world.publisher),
    alarms: connect(world.alarms),
    clock: { now: () => world.time.at },
    report: (fault) => world.reports.push(fault),
    target: (of: SumKey) => ({ kind: 'agent', ...of }),
  });

export const partsOf = (events: readonly Recorded<Added>[]) => events.map(({ fact }) => fact.part);

/** A commit whose calls are written down, and fail if told to. */
export function aWatchedWorld() {
  const world = aSumWorld();
  const calls: string[] = [];
  /** What a call throws, if anything, by its name. */
  const trouble = new Map<string, () => Error | undefined>();
  const commit = commitIn(world, (port) =>
    intercept(port, async (method, call) => {
      calls.push(method);
      const error = trouble.get(method)?.();
      if (error) throw error;
      return call();
    }),
  );
  return { ...world, calls, trouble, commit };
}
