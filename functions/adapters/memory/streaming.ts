import type { StreamDelivery, StreamingEndpoint, StreamingEndpoints, StreamQueue } from '#core/streaming/ports.ts';

/** Keeps streaming endpoints in memory. */
export function makeMemoryStreamingEndpoints(): StreamingEndpoints {
  const kept = new Map<string, StreamingEndpoint>();
  const nameOf = (instanceId: string, endpointId: string) => `${instanceId}#${endpointId}`;
  return {
    async list(instanceId) {
      return [...kept.values()]
        .filter((endpoint) => endpoint.instanceId === instanceId)
        .sort((a, b) => (a.endpointId < b.endpointId ? -1 : 1));
    },
    async find(instanceId, endpointId) {
      return kept.get(nameOf(instanceId, endpointId));
    },
    async put(endpoint) {
      const name = nameOf(endpoint.instanceId, endpoint.endpointId);
      const stored = { ...endpoint, secret: kept.get(name)?.secret ?? endpoint.secret };
      kept.set(name, stored);
      return stored;
    },
    async remove(instanceId, endpointId) {
      kept.delete(nameOf(instanceId, endpointId));
    },
  };
}

/** A queue whose deliveries a test takes. */
export interface MemoryStreamQueue extends StreamQueue {
  /** Takes the oldest delivery out of the queue. */
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
