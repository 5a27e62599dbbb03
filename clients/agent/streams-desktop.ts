import type { Desktop } from './desktop.ts';
import { makeLeftState } from './left-state.ts';
import type { StreamsAgent, StreamsGlobal, StreamsState } from './streams.ts';

/** After a reload the agent may go offline a moment later than the new page learns of their state. */
const goesOfflineWithinMs = 5000;
const lookEveryMs = 100;
const logoutLimitMs = 10_000;

export interface StreamsDesktopOptions {
  /** Where agents log out, without `/logout`: `https://example.my.connect.aws` or `https://example.awsapps.com/connect`. */
  readonly instanceUrl: string;
}

/**
 * The contact control panel (version 1 or 2) as embedded with amazon-connect-streams. Make it after `initCCP`.
 *
 * @throws TypeError that says what is wrong
 */
export function streamsDesktop(connect: StreamsGlobal, { instanceUrl }: StreamsDesktopOptions): Desktop {
  if (!/^https?:.*[^/]$/.test(instanceUrl)) {
    throw new TypeError(`instanceUrl must be like "https://example.my.connect.aws"; it is "${instanceUrl}".`);
  }
  const { OFFLINE, ROUTABLE } = connect.AgentStateType;
  const leftState = makeLeftState(`lastcall ${instanceUrl}`);
  let agent: StreamsAgent | undefined;
  /** What is known of the agent's state may be older than what was asked for. */
  let hasAsked = false;
  let isDisposed = false;
  let agentComes = () => {};
  const agentIsHere = new Promise<void>((resolve) => {
    agentComes = resolve;
  });
  const subscription = connect.agent((known) => {
    agent = known;
    agentComes();
  });

  /** Of now, or of when the contact in hand has ended. */
  const stateOf = (known: StreamsAgent) => known.getNextState() ?? known.getState();
  const isOffline = ({ type }: StreamsState) => type === OFFLINE;
  const stateNamed = (known: StreamsAgent, name: string) => {
    const states = known.getAgentStates();
    // What an agent has during a contact, such as "Busy", cannot be chosen.
    return states.find((state) => state.name === name) ?? states.find(({ type }) => type === ROUTABLE);
  };
  const set = (known: StreamsAgent, state: StreamsState | undefined) =>
    new Promise<void>((resolve, reject) => {
      if (!state) throw new Error('The contact control panel has no such state.');
      hasAsked = true;
      const failure = (error: string) => reject(new Error(`"${state.name}" could not be set: ${error}`));
      known.setState(state, { success: resolve, failure }, { enqueueNextState: true });
    });

  const goesOffline = async (known: StreamsAgent) => {
    for (const limit = Date.now() + goesOfflineWithinMs; !isDisposed && Date.now() < limit; ) {
      if (isOffline(stateOf(known))) return true;
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
    return false;
  };

  return {
    async goOffline() {
      // Nobody who has not logged in to the panel is sent contacts.
      if (!agent) return;
      const state = stateOf(agent);
      if (!isOffline(state)) leftState.save(state.name);
      else if (!hasAsked) return;
      await set(agent, agent.getAgentStates().find(isOffline));
    },
    async comeBack() {
      await agentIsHere;
      const name = leftState.load();
      if (!name) return;
      if (!agent || !(hasAsked || (await goesOffline(agent)))) return;
      leftState.forget();
      await set(agent, stateNamed(agent, name));
    },
    async end() {
      leftState.forget();
      const signal = AbortSignal.timeout(logoutLimitMs);
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
