import type { Desktop } from './desktop.ts';
import { makeSavedState } from './saved-state.ts';

/** A state that an agent can choose. The contact centre chooses its name, which is unique; its type is not. */
export interface StreamsState {
  readonly name: string;
  readonly type: string;
}

/** The part of the agent object of amazon-connect-streams that is used here. */
export interface StreamsAgent {
  getAgentStates(): readonly StreamsState[];
  getState(): StreamsState;
  getNextState(): StreamsState | null | undefined;

  /** For how many milliseconds the agent has had the current state. */
  getStateDuration?(): number;

  /** Calls back whenever the agent has changed. Missing in old versions. */
  onRefresh?(callback: () => void): { readonly unsubscribe: CallableFunction };
  setState(
    state: StreamsState,
    callbacks: { readonly success: () => void; readonly failure: (error: string) => void },
    options: { readonly enqueueNextState: boolean },
  ): void;
}

/** The part of the global `connect` of amazon-connect-streams that is used here. */
export interface StreamsGlobal {
  agent(callback: (agent: StreamsAgent) => void): { readonly unsubscribe: CallableFunction };
  readonly core: {
    terminate(): void;

    /** Documented, but missing from the types of amazon-connect-streams. */
    getUpstream?: () => { sendUpstream(event: string): void };
  };
  readonly AgentStateType: { readonly OFFLINE: string; readonly ROUTABLE: string };
  readonly EventType: { readonly TERMINATE: string };
}

export interface StreamsDesktopOptions {
  /** Where agents log out, without `/logout`: `https://example.my.connect.aws` or `https://example.awsapps.com/connect`. */
  readonly instanceUrl: string;
}

/** How long the panel takes at most to show the effect of a request that this page has sent. */
const effectTimeoutMs = 5000;
/**
 * How long the panel takes at most to show that the agent was set offline by a server or by the page before a reload. After a
 * lost network the panel asks Amazon Connect again up to 5 seconds late.
 */
const offlineTimeoutMs = 15_000;
const pollMs = 100;
const logoutTimeoutMs = 10_000;

/**
 * The contact control panel (version 1 or 2), embedded with amazon-connect-streams. Call it after `initCCP`.
 *
 * @throws TypeError if `instanceUrl` has the wrong form
 */
export function streamsDesktop(connect: StreamsGlobal, { instanceUrl }: StreamsDesktopOptions): Desktop {
  if (!/^https?:.*[^/]$/.test(instanceUrl)) {
    throw new TypeError(`instanceUrl must be like "https://example.my.connect.aws"; it is "${instanceUrl}".`);
  }
  const { OFFLINE, ROUTABLE } = connect.AgentStateType;
  const savedState = makeSavedState(`lastcall ${instanceUrl}`);
  let agent: StreamsAgent | undefined;
  /** The name of the state that the agent has chosen last. */
  let chosen: string | undefined;
  let isCertainUntil = 0;
  /** Set offline by this page, which has not yet tried to come back. */
  let isSentOffline = false;
  /** Set offline by this page or by a server, so that the agent has not chosen it. */
  let isAway = false;
  /** Changes whenever the desktop is to go the other way. */
  let turn = 0;
  /** From the first request on, the agent's state as Streams reports it may be out of date. */
  let hasSetState = false;
  let isDisposed = false;
  let resolveAgent = () => {};
  const hasAgent = new Promise<void>((resolve) => {
    resolveAgent = resolve;
  });

  /** The current state, or the one that follows the current contact. */
  const stateOf = (known: StreamsAgent) => known.getNextState() ?? known.getState();
  const isOffline = ({ type }: StreamsState) => type === OFFLINE;
  /** The state during a contact, such as "Busy", cannot be chosen. */
  const isChosen = (known: StreamsAgent, { name }: StreamsState) =>
    known.getAgentStates().some((state) => state.name === name);

  /** Remembers the agent's choice. While the session may have ended, only one that offers no contacts is believed. */
  function note() {
    if (!agent || isSentOffline) return;
    const state = stateOf(agent);
    if (!isChosen(agent, state) || (isAway && isOffline(state))) return;
    const isSafe = state.type !== ROUTABLE && !isOffline(state);
    if (isSafe || Date.now() < isCertainUntil) chosen = state.name;
  }
  /**
   * Whether the agent has chosen the current state, and not a server or the page before: somebody has just used the page or
   * the panel, and what the others have set began earlier.
   */
  const isOwn = (known: StreamsAgent, latest: number) =>
    navigator.userActivation?.isActive !== false && Date.now() - Number(known.getStateDuration?.()) > latest;
  /** Whether the agent's state becomes one like that. */
  const becomes = async (known: StreamsAgent, isMeant: (state: StreamsState) => boolean, timeoutMs: number) => {
    for (const limit = Date.now() + timeoutMs; !isDisposed && Date.now() < limit; ) {
      if (isMeant(stateOf(known))) return true;
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    return false;
  };
  /** Amazon Connect may report success and leave the state as it was, so the state is looked at afterwards. */
  async function setState(
    known: StreamsAgent,
    isMeant: (state: StreamsState) => boolean,
    isSet: (state: StreamsState) => boolean,
  ) {
    const state = known.getAgentStates().find(isMeant);
    if (!state) throw new Error('The contact control panel has no such state.');
    hasSetState = true;
    await new Promise<void>((resolve, reject) => {
      const failure = (error: string) => reject(new Error(`"${state.name}" could not be set: ${error}`));
      known.setState(state, { success: resolve, failure }, { enqueueNextState: true });
    });
    if (!(await becomes(known, isSet, effectTimeoutMs)))
      throw new Error(`"${state.name}" was set, but the state is another one.`);
  }

  const subscriptions: { readonly unsubscribe: CallableFunction }[] = [];
  // Streams calls back at once if it knows the agent already.
  const subscription = connect.agent((known) => {
    agent = known;
    note();
    const refreshes = known.onRefresh?.(note);
    if (refreshes) subscriptions.push(refreshes);
    resolveAgent();
  });
  subscriptions.push(subscription);

  return {
    async goOffline() {
      // An agent who has not logged in to the panel receives no contacts.
      if (!agent) return;
      note();
      const state = stateOf(agent);
      const isOnline = !isOffline(state);
      if (!isOnline && !hasSetState) return;
      if (isOnline && isChosen(agent, state)) chosen ??= state.name;
      turn += 1;
      isAway = true;
      isSentOffline = true;
      if (isOnline && chosen !== undefined) savedState.save(chosen);
      await setState(agent, isOffline, isOffline);
    },
    async comeBack() {
      turn += 1;
      const mine = turn;
      const saved = savedState.load();
      const latest = saved ? saved.at + offlineTimeoutMs : Date.now();
      isAway = true;
      await hasAgent;
      const known = agent;
      // An agent who is not offline has not been set offline, or has chosen a state meanwhile.
      const isOffNow =
        known && (chosen ?? saved) && (isSentOffline || (await becomes(known, isOffline, offlineTimeoutMs)));
      if (mine !== turn || isDisposed) return;
      // The agent may have chosen another state meanwhile.
      const name = chosen ?? saved?.name;
      const isLeft = isOffNow && !isSentOffline && isOwn(known, latest);
      isSentOffline = false;
      if (isLeft) chosen = stateOf(known).name;
      else if (isOffNow) {
        const isMeant = (state: StreamsState) => state.name === name;
        // During a contact there is no next state if the agent returns to this one anyway.
        await setState(known, isMeant, (state) => isMeant(state) || !(isOffline(state) || isChosen(known, state)));
        chosen = name;
      }
      savedState.forget();
      if (mine === turn) isAway = false;
    },
    remember(until) {
      isCertainUntil = until;
      note();
    },
    async end() {
      savedState.forget();
      const signal = AbortSignal.timeout(logoutTimeoutMs);
      try {
        await fetch(`${instanceUrl}/logout`, { mode: 'no-cors', credentials: 'include', signal });
      } finally {
        connect.core.getUpstream?.().sendUpstream(connect.EventType.TERMINATE);
      }
    },
    dispose() {
      isDisposed = true;
      for (const each of subscriptions) each.unsubscribe();
    },
  };
}
