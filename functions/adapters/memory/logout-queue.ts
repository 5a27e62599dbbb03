import type { LogoutMessage, LogoutQueue } from '#core/sessions/ports.ts';

/** A queue whose messages somebody has to take and deliver. */
export interface MemoryLogoutQueue extends LogoutQueue {
  /** The oldest message, no longer in the queue. */
  take(): LogoutMessage | undefined;
  /** What waits, oldest first. */
  waiting(): readonly LogoutMessage[];
}

/** Holds the work of logout jobs in memory. */
export function makeMemoryLogoutQueue(): MemoryLogoutQueue {
  const messages: LogoutMessage[] = [];
  return {
    async send(sent) {
      messages.push(...sent);
    },
    take: () => messages.shift(),
    waiting: () => [...messages],
  };
}
