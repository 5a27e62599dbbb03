import type { Change } from '#core/supervisors/change.ts';
import type { ChangeFeed, SupervisorWatches } from '#core/supervisors/ports.ts';
import type { Watch, WatchKey } from '#core/supervisors/watch.ts';

const nameOf = ({ instanceId, watchId }: WatchKey) => `${instanceId}#${watchId}`;

/** Keeps who watches in memory. */
export function makeMemorySupervisorWatches(): SupervisorWatches {
  const watches = new Map<string, Watch>();
  const kept = new Map<string, number>();
  return {
    async find(instanceId) {
      const keptUntil = kept.get(instanceId);
      return {
        watches: [...watches.values()].filter((watch) => watch.instanceId === instanceId),
        ...(keptUntil !== undefined && { keptUntil }),
      };
    },
    async add(watch) {
      watches.set(nameOf(watch), watch);
    },
    async open(key, opened) {
      const before = watches.get(nameOf(key));
      if (before) watches.set(nameOf(key), { ...before, ...opened });
      return before;
    },
    async end(key, { connectionId, endsAt }) {
      const watch = watches.get(nameOf(key));
      if (watch?.connectionId === connectionId) watches.set(nameOf(key), { ...watch, endsAt });
    },
    async remove(key, { connectionId, keptUntil }) {
      kept.set(key.instanceId, Math.max(keptUntil, kept.get(key.instanceId) ?? keptUntil));
      if (watches.get(nameOf(key))?.connectionId === connectionId) watches.delete(nameOf(key));
    },
  };
}

/** Keeps changes in memory. */
export function makeMemoryChangeFeed(): ChangeFeed {
  const kept = new Map<string, { readonly change: Change; readonly attempt: string }>();
  return {
    async add(change, attempt) {
      const name = `${change.eventId}#${change.at}`;
      const before = kept.get(name);
      if (before && before.attempt !== attempt) return false;
      kept.delete(name);
      kept.set(name, { change, attempt });
      return true;
    },
    async read(instanceId, from, limit) {
      const changes = [...kept.values()].map(({ change }) => change);
      return changes
        .filter((change) => change.instanceId === instanceId && change.keptAt >= from)
        .sort((one, other) => one.keptAt - other.keptAt)
        .slice(0, limit);
    },
  };
}
