import type { Report, Sockets } from '#core/ports.ts';

/** Connections that a test can look at. */
export interface MemorySockets extends Sockets {
  /** The frames that a connection was sent, in order. */
  framesOf(connectionId: string): readonly string[];
  /** From now on this connection is gone. */
  lose(connectionId: string): void;
  /** From now on this connection cannot be reached, although it is open. */
  stall(connectionId: string): void;
  isOpen(connectionId: string): boolean;
}

/** Connections in memory. Each is open until it is closed or lost. */
export function makeMemorySockets(report: Report = () => {}): MemorySockets {
  const sent = new Map<string, string[]>();
  const gone = new Set<string>();
  const stalled = new Set<string>();

  function isReached(id: string) {
    if (gone.has(id)) return false;
    if (stalled.has(id)) report('A WebSocket could not be reached', new Error(`Connection ${id} does not answer`));
    return !stalled.has(id);
  }

  const deliver: Sockets['deliver'] = async (connectionIds, frames) => {
    const reached = connectionIds.filter(isReached);
    for (const id of reached) sent.set(id, [...(sent.get(id) ?? []), ...frames]);
    const missing = connectionIds.filter((id) => !reached.includes(id));
    return { gone: missing.filter((id) => gone.has(id)), unreached: missing.filter((id) => !gone.has(id)) };
  };

  return {
    deliver,
    async send(connectionIds, frames) {
      return (await deliver(connectionIds, frames)).gone;
    },
    async close(connectionIds) {
      for (const id of connectionIds.filter(isReached)) gone.add(id);
      return connectionIds.filter((id) => !gone.has(id));
    },
    framesOf: (connectionId) => sent.get(connectionId) ?? [],
    lose: (connectionId) => gone.add(connectionId),
    stall: (connectionId) => stalled.add(connectionId),
    isOpen: (connectionId) => !gone.has(connectionId),
  };
}
