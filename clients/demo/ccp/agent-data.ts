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

/** What Streams is told of an agent (`agent::update`), as far as the stand-in itself looks into it. */
export interface AgentData {
  readonly configuration: { readonly name: string; readonly agentStates: readonly StateSnapshot[] };
  readonly snapshot: {
    readonly state: StateSnapshot & { readonly startTimestamp: Date };
    readonly nextState: StateSnapshot | null;
    readonly contacts: readonly ContactSnapshot[];
  };
}

/** Times as they come over the network. */
type Timed<T> = {
  [Key in keyof T]: T[Key] extends Date ? number : T[Key] extends object | null ? Timed<T[Key]> : T[Key];
};

export type SnapshotText = Timed<AgentData['snapshot']> & { readonly snapshotTimestamp: number };

/** Gives a snapshot the dates that Streams works with, and the difference between the clocks. */
export function datedSnapshot(text: SnapshotText): AgentData['snapshot'] {
  const localTimestamp = Date.now();
  return {
    ...text,
    state: { ...text.state, startTimestamp: new Date(text.state.startTimestamp) },
    contacts: text.contacts.map((contact) => ({
      ...contact,
      queueTimestamp: new Date(contact.queueTimestamp),
      state: { ...contact.state, timestamp: new Date(contact.state.timestamp) },
      connections: contact.connections.map((connection) => ({
        ...connection,
        state: { ...connection.state, timestamp: new Date(connection.state.timestamp) },
      })),
    })),
    ...{ localTimestamp, skew: text.snapshotTimestamp - localTimestamp },
  };
}

/** Whether the worker tells of an agent. */
export const isAgentData = (data: unknown): data is AgentData =>
  typeof data === 'object' && data !== null && 'configuration' in data && 'snapshot' in data;
