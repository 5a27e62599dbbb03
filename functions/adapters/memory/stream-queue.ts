import type { StreamQueue } from '#core/chats/ports.ts';
import type { StreamDelivery } from '#core/chats/stream-delivery.ts';

/** A queue whose deliveries somebody has to take. */
export interface MemoryStreamQueue extends StreamQueue {
  /** The oldest delivery, no longer in the queue. */
  take(): StreamDelivery | undefined;
}

/** Holds deliveries to streaming endpoints in memory. */
export function makeMemoryStreamQueue(): MemoryStreamQueue {
  const deliveries: StreamDelivery[] = [];
  return {
    async send(sent) {
      deliveries.push(...sent);
    },
    take: () => deliveries.shift(),
  };
}
