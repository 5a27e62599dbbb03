import type { StreamingEndpoints } from '#core/chats/ports.ts';
import type { StreamingEndpoint } from '#core/chats/streaming-endpoint.ts';

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
      const standing = { ...endpoint, secret: kept.get(name)?.secret ?? endpoint.secret };
      kept.set(name, standing);
      return standing;
    },
    async remove(instanceId, endpointId) {
      kept.delete(nameOf(instanceId, endpointId));
    },
  };
}
