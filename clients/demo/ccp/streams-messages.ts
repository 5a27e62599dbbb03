/** A message between windows or ports of Streams. */
export interface Message {
  readonly event: string;
  readonly data?: unknown;
}

/** The events of Streams that the stand-in sends or handles (`connect.EventType`, `connect.AgentEvents`). */
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

/** Returns undefined for other data: any script of a page may post messages. */
export function readMessage(data: unknown): Message | undefined {
  if (typeof data !== 'object' || data === null || !('event' in data) || typeof data.event !== 'string')
    return undefined;
  return { event: data.event, data: 'data' in data ? data.data : undefined };
}

/** The data of `api_request` and `master_request`. */
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
