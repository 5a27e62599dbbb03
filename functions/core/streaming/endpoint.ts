import type { StreamingEndpoint, StreamingEndpoints } from './ports.ts';

/** The number of endpoints that an instance may have. */
export const mostEndpoints = 5;

/** An endpoint as its instance wants it. Lastcall adds the secret. */
export type WantedEndpoint = Omit<StreamingEndpoint, 'secret'>;

export type PutEndpointOutcome =
  | { readonly type: 'done'; readonly endpoint: StreamingEndpoint }
  | { readonly type: 'tooManyEndpoints' };

interface Ports {
  readonly endpoints: Pick<StreamingEndpoints, 'list' | 'put'>;
  /** 32 random bytes in base64. */
  readonly newSecret: () => string;
}

/**
 * Adds or changes a streaming endpoint, unless the instance has as many others as it may have. Two callers who add their
 * last one at the same moment may end up with one more, which works like the others: the limit only keeps mistakes small.
 */
export function makePutEndpoint({ endpoints, newSecret }: Ports) {
  return async (wanted: WantedEndpoint): Promise<PutEndpointOutcome> => {
    const existing = await endpoints.list(wanted.instanceId);
    const others = existing.filter(({ endpointId }) => endpointId !== wanted.endpointId);
    if (others.length >= mostEndpoints) return { type: 'tooManyEndpoints' };
    return { type: 'done', endpoint: await endpoints.put({ ...wanted, secret: newSecret() }) };
  };
}
