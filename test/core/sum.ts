import { makeMemoryAggregateStore, makeMemoryPublisher } from '#adapters/memory/change.ts';
import { makeMemoryWakeUps } from '#adapters/memory/wake-ups.ts';
import { type Decision, makeChange, type Recorded } from '#core/change.ts';
import { intercept } from '#test/support/intercept.ts';

interface SumKey {
  readonly instanceId: string;
  readonly agentId: string;
}

/** The smallest aggregate: a sum that remembers its parts. */
export interface Sum extends SumKey {
  readonly parts: readonly string[];
}

interface Added {
  readonly part: string;
}

/** The key of the only sum. */
export const key: SumKey = { instanceId: 'acme', agentId: 'ann' };

/** Adds the parts that are missing, with one event for each. */
export const add =
  (...parts: readonly string[]) =>
  (sum: Sum | undefined): Decision<Sum | undefined, Added, string> => {
    const before = sum?.parts ?? [];
    const missing = parts.filter((part) => !before.includes(part));
    const state = missing.length > 0 ? { ...key, parts: [...before, ...missing] } : sum;
    return { state, events: missing.map((part) => ({ part })), outcome: missing.join() };
  };

/** People who remember of what they were notified. */
function makePeople() {
  const parts: string[] = [];
  return { parts, notify: async (events: readonly Recorded<Added>[]) => void parts.push(...partsOf(events)) };
}

/** The ports of sums in memory, with a clock that the test sets. */
export const sumPorts = () => ({
  store: makeMemoryAggregateStore<SumKey, Sum, Added>(({ agentId }) => agentId),
  publisher: makeMemoryPublisher<Added>(),
  wakeUps: makeMemoryWakeUps(),
  people: makePeople(),
  time: { at: 0 },
  /** How long each pause was to be, as a share of the longest. */
  paused: [] as number[],
  reports: [] as string[],
});
export type SumPorts = ReturnType<typeof sumPorts>;

/** Changes sums, calling each port through `connect`. */
export function changeSums(ports: SumPorts, connect: <Port extends object>(port: Port) => Port = (port) => port) {
  const people = connect(ports.people);
  return makeChange<SumKey, Sum, Added>({
    store: connect(ports.store),
    publisher: connect(ports.publisher),
    notify: (events) => people.notify(events),
    wakeUps: connect(ports.wakeUps),
    clock: { now: () => ports.time.at },
    pauses: { chance: () => 1, wait: async (milliseconds) => void ports.paused.push(milliseconds) },
    report: (fault) => ports.reports.push(fault),
    target: (of: SumKey) => ({ kind: 'agent', ...of }),
  });
}

export const partsOf = (events: readonly Recorded<Added>[]) => events.map(({ fact }) => fact.part);

/** Sums whose ports record their calls, and fail as the test says. */
export function recordedSums() {
  const ports = sumPorts();
  const calls: string[] = [];
  /** What a call throws, if anything, by the name of its method. */
  const failures = new Map<string, () => Error | undefined>();
  const change = changeSums(ports, (port) =>
    intercept(port, async (method, call) => {
      calls.push(method);
      const error = failures.get(method)?.();
      if (error) throw error;
      return call();
    }),
  );
  return { ...ports, calls, failures, change };
}
