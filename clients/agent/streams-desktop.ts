import type { Desktop } from './desktop.ts';
import { memberOf, parseJson, textIn } from './json.ts';

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

/** After a reload the new page may see the agent online for a moment before the old page's request takes effect. */
const offlineTimeoutMs = 5000;
const pollMs = 100;
const logoutTimeoutMs = 10_000;
/** A page that starts later than this is not a reload of the page before. */
const savedStateLimitMs = 60_000;

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
  /** From the first request on, the agent's state as Streams reports it may be out of date. */
  let hasSetState = false;
  let isDisposed = false;
  let resolveAgent = () => {};
  const hasAgent = new Promise<void>((resolve) => {
    resolveAgent = resolve;
  });
  const subscription = connect.agent((known) => {
    agent = known;
    resolveAgent();
  });

  /** The current state, or the one that follows the current contact. */
  const stateOf = (known: StreamsAgent) => known.getNextState() ?? known.getState();
  const isOffline = ({ type }: StreamsState) => type === OFFLINE;
  const stateNamed = (known: StreamsAgent, name: string) => {
    const states = known.getAgentStates();
    // The state during a contact, such as "Busy", cannot be chosen.
    return states.find((state) => state.name === name) ?? states.find(({ type }) => type === ROUTABLE);
  };
  const setState = (known: StreamsAgent, state: StreamsState | undefined) =>
    new Promise<void>((resolve, reject) => {
      if (!state) throw new Error('The contact control panel has no such state.');
      hasSetState = true;
      const failure = (error: string) => reject(new Error(`"${state.name}" could not be set: ${error}`));
      known.setState(state, { success: resolve, failure }, { enqueueNextState: true });
    });
  const becomesOffline = async (known: StreamsAgent) => {
    for (const limit = Date.now() + offlineTimeoutMs; !isDisposed && Date.now() < limit; ) {
      if (isOffline(stateOf(known))) return true;
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    return false;
  };

  return {
    async goOffline() {
      // An agent who has not logged in to the panel receives no contacts.
      if (!agent) return;
      const state = stateOf(agent);
      if (!isOffline(state)) savedState.save(state.name);
      else if (!hasSetState) return;
      await setState(agent, agent.getAgentStates().find(isOffline));
    },
    async comeBack() {
      await hasAgent;
      const name = savedState.load();
      if (!name) return;
      if (!agent || !(hasSetState || (await becomesOffline(agent)))) return;
      savedState.forget();
      await setState(agent, stateNamed(agent, name));
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
      subscription.unsubscribe();
    },
  };
}

/** The name of the agent's state before they were set offline, stored for the next page of this browser. */
function makeSavedState(key: string) {
  return {
    load() {
      const saved = parseJson(localStorage.getItem(key));
      return Date.now() - Number(memberOf(saved, 'at')) < savedStateLimitMs ? textIn(saved, 'name') : undefined;
    },
    save(name: string) {
      try {
        localStorage.setItem(key, JSON.stringify({ name, at: Date.now() }));
      } catch {
        // The storage is full or denied: the agent stays offline on the next page.
      }
    },
    forget: () => localStorage.removeItem(key),
  };
}
