import type { Sockets } from '#core/chats/sockets.ts';

/** Connections that somebody has to look at. */
export interface MemorySockets extends Sockets {
  /** What a connection was sent, in order. */
  framesOf(connectionId: string): readonly string[];
  /** From now on this connection is gone. */
  lose(connectionId: string): void;
  isOpen(connectionId: string): boolean;
}

/** Connections in memory: every one is open until it is closed or lost. */
export function makeMemorySockets(): MemorySockets {
  const sent = new Map<string, string[]>();
  const gone = new Set<string>();
  return {
    async send(connectionIds, frame) {
      for (const id of connectionIds) if (!gone.has(id)) sent.set(id, [...(sent.get(id) ?? []), frame]);
      return connectionIds.filter((id) => gone.has(id));
    },
    async close(connectionIds) {
      for (const id of connectionIds) gone.add(id);
    },
    framesOf: (connectionId) => sent.get(connectionId) ?? [],
    lose: (connectionId) => gone.add(connectionId),
    isOpen: (connectionId) => !gone.has(connectionId),
  };
}
