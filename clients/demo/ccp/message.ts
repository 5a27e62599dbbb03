/** What goes over the conduit of Streams, by window and by port: an event by its name. */
export interface Message {
  readonly event: string;
  readonly data?: unknown;
}

/** The events of Streams that the stand-in sends or heeds (`connect.EventType`, `connect.AgentEvents`). */
export const events = {
  acknowledge: 'acknowledge',
  apiRequest: 'api_request',
  apiResponse: 'api_response',
  authFail: 'auth_fail',
  broadcast: 'broadcast',
  close: 'close',
  masterRequest: 'master_request',
  masterResponse: 'master_response',
  synchronize: 'synchronize',
  terminate: 'terminate',
  terminated: 'terminated',
  agentUpdate: 'agent::update',
} as const;

/** Reads what came by `postMessage`: other scripts of a page send whatever they like. */
export function readMessage(data: unknown): Message | undefined {
  if (typeof data !== 'object' || data === null || !('event' in data) || typeof data.event !== 'string')
    return undefined;
  return { event: data.event, data: 'data' in data ? data.data : undefined };
}

/** A call of the API, as Streams sends one. */
export interface ApiRequest {
  readonly requestId: string;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export function readApiRequest(data: unknown): ApiRequest | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { requestId, method, params = {} }: Partial<Record<string, unknown>> = { ...data };
  if (typeof requestId !== 'string' || typeof method !== 'string') return undefined;
  return { requestId, method, params: { ...(typeof params === 'object' ? params : {}) } };
}
