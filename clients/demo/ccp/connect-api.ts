interface ContactSnapshot {
  readonly contactId: string;
  readonly type: 'voice' | 'chat';
  readonly state: { readonly type: 'connecting' | 'connected' | 'ended'; readonly timestamp: Date };
  readonly connections: readonly { readonly state: { readonly timestamp: Date } }[];
  readonly queueTimestamp: Date;
}

interface StateSnapshot {
  readonly agentStateARN: string | null;
  readonly name: string;
  readonly type: string;
}

/** The data of `agent::update`, as far as the stand-in itself reads it. */
export interface AgentData {
  readonly configuration: { readonly name: string; readonly agentStates: readonly StateSnapshot[] };
  readonly snapshot: {
    readonly state: StateSnapshot & { readonly startTimestamp: Date };
    readonly nextState: StateSnapshot | null;
    readonly contacts: readonly ContactSnapshot[];
  };
}

export const isAgentData = (data: unknown): data is AgentData =>
  typeof data === 'object' && data !== null && 'configuration' in data && 'snapshot' in data;

/** The real one waits five times as long when the network is down. */
const retryMillis = 1000;

class LoggedOut extends Error {
  override readonly name = 'LoggedOut';
}

/** Sends a request to the stand-in for Amazon Connect, with the methods and parameters of the real one. */
export const callConnect = (method: string, params: object, signal: AbortSignal | null = null): Promise<Response> =>
  fetch('api', { method: 'POST', body: JSON.stringify({ method, params }), signal });

/** Polls the agent's state, one request after the other, until the signal is aborted or the login has ended. */
export async function pollAgent(onUpdate: (agent: AgentData) => void, signal: AbortSignal): Promise<void> {
  let configuration: AgentData['configuration'] | undefined;
  let nextToken: number | null = null;
  while (!signal.aborted) {
    try {
      const known = configuration ?? (await getJson('getAgentConfiguration', {}, signal)).configuration;
      configuration = known;
      const update = await getJson('getAgentSnapshot', { nextToken }, signal);
      nextToken = update.nextToken;
      onUpdate({ configuration: known, snapshot: withDates(update.snapshot) });
    } catch (error) {
      if (error instanceof LoggedOut) return;
      await new Promise((resolve) => setTimeout(resolve, retryMillis));
    }
  }
}

/** @throws LoggedOut if the agent's login has ended */
async function getJson(method: string, params: object, signal: AbortSignal): Promise<ReturnType<typeof JSON.parse>> {
  const response = await callConnect(method, params, signal);
  if (response.status === 401) throw new LoggedOut(`Nobody is logged in who could ask for ${method}`);
  if (!response.ok) throw new Error(`${method} was answered with ${response.status}`);
  return response.json();
}

/** Dates are numbers on the wire. */
type Wire<T> = {
  [Key in keyof T]: T[Key] extends Date ? number : T[Key] extends object | null ? Wire<T[Key]> : T[Key];
};

/** Converts times to the dates that Streams expects, and adds the difference between the two clocks. */
function withDates(
  snapshot: Wire<AgentData['snapshot']> & { readonly snapshotTimestamp: number },
): AgentData['snapshot'] {
  const localTimestamp = Date.now();
  return {
    ...snapshot,
    state: { ...snapshot.state, startTimestamp: new Date(snapshot.state.startTimestamp) },
    contacts: snapshot.contacts.map((contact) => ({
      ...contact,
      queueTimestamp: new Date(contact.queueTimestamp),
      state: { ...contact.state, timestamp: new Date(contact.state.timestamp) },
      connections: contact.connections.map((connection) => ({
        ...connection,
        state: { ...connection.state, timestamp: new Date(connection.state.timestamp) },
      })),
    })),
    ...{ localTimestamp, skew: snapshot.snapshotTimestamp - localTimestamp },
  };
}
