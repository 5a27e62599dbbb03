import type { StreamingEndpoints } from './ports.ts';
import { mostEndpoints, type StreamingEndpoint } from './streaming-endpoint.ts';

export type PutEndpointOutcome =
  | { readonly type: 'done'; readonly endpoint: StreamingEndpoint }
  | { readonly type: 'tooManyEndpoints' };

/**
 * Keeps a streaming endpoint, unless the instance has as many others as it may have. Two who add their last one at the
 * same moment may end up with one more, which is served as the others are; the bound keeps a mistake small, nothing
 * depends on it.
 */
export function makePutEndpoint({ endpoints }: { readonly endpoints: StreamingEndpoints }) {
  return async (wanted: StreamingEndpoint): Promise<PutEndpointOutcome> => {
    const standing = await endpoints.list(wanted.instanceId);
    const others = standing.filter(({ endpointId }) => endpointId !== wanted.endpointId);
    if (others.length >= mostEndpoints) return { type: 'tooManyEndpoints' };
    return { type: 'done', endpoint: await endpoints.put(wanted) };
  };
}
