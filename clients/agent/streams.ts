/** A status that an agent can choose. Its name is the centre's own, and unique; its type is not. */
export interface StreamsState {
  readonly name: string;
  readonly type: string;
}

/** What is used of the agent object of amazon-connect-streams. */
export interface StreamsAgent {
  getAgentStates(): readonly StreamsState[];
  getState(): StreamsState;
  getNextState(): StreamsState | null | undefined;
  setState(
    state: StreamsState,
    callbacks: { readonly success: () => void; readonly failure: (error: string) => void },
    options: { readonly enqueueNextState: boolean },
  ): void;
}

/** What is used of `connect`, which amazon-connect-streams puts on the page. */
export interface StreamsGlobal {
  agent(callback: (agent: StreamsAgent) => void): {
    // biome-ignore lint/complexity/noBannedTypes: that is how amazon-connect-streams declares it.
    readonly unsubscribe: Function;
  };
  readonly core: {
    terminate(): void;

    /** Documented, though not in the library's own types. */
    getUpstream?: () => { sendUpstream(event: string): void };
  };
  readonly AgentStateType: { readonly OFFLINE: string; readonly ROUTABLE: string };
  readonly EventType: { readonly TERMINATE: string };
}
