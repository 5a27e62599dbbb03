import { setTimeout as wait } from 'node:timers/promises';
import { type AgentState, available, type ConnectAgent, findState, setState } from './connect-agent.ts';
import type { Answering, StandInLog } from './stand-in-log.ts';

/** A request to set the state of an agent, as Streams sends it. */
export interface PutState {
  readonly agentStateARN: string | null;
  readonly enqueueNextState: boolean;
}

/** The answer to `putAgentState`. A lost call is never answered. */
export type PutAnswer = { readonly type: 'done' | 'lost' } | { readonly type: 'failed'; readonly error: string };

export interface StandInSettings {
  readonly now: () => number;
  readonly log: StandInLog;
  /** Called after every change of an agent. */
  readonly onChange: (agentId: string, agent: ConnectAgent, before: ConnectAgent) => void;
}

interface StandInAgent {
  agent: ConnectAgent;
  /** Increases with every change. */
  version: number;
  isLoggedIn: boolean;
  answering: Answering;
  /** How many more calls are answered like that. */
  times: number;
  readonly waiting: Set<() => void>;
}

/** Amazon Connect, as far as the worker of a CCP uses it: agents with their states and contacts, in memory. */
export class StandIn {
  readonly #agents = new Map<string, StandInAgent>();
  readonly #settings: StandInSettings;

  constructor(settings: StandInSettings) {
    this.#settings = settings;
  }

  /** Single sign-on: from now on the agent's CCP is logged in. */
  logIn(agentId: string): void {
    this.#find(agentId).isLoggedIn = true;
  }

  /** Ends the login. As in Amazon Connect, the agent's state does not change. */
  logOut(agentId: string): void {
    this.#settings.log.write(agentId, { type: 'logout' });
    this.#find(agentId).isLoggedIn = false;
  }

  /** The worker of a CCP has received a terminate message. */
  logTerminate(agentId: string): void {
    this.#settings.log.write(agentId, { type: 'terminate' });
  }

  isLoggedIn(agentId: string): boolean {
    return this.#find(agentId).isLoggedIn;
  }

  /** The agent as it is now, with a version that increases with every change, and how requests are answered. */
  get(agentId: string): Pick<StandInAgent, 'agent' | 'version' | 'answering'> {
    return this.#find(agentId);
  }

  /** Waits until an agent has a higher version, or until a timeout. */
  async waitForChange(agentId: string, version: number, timeoutMillis: number): Promise<void> {
    const entry = this.#find(agentId);
    if (entry.version > version) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    // A timeout must not keep the process from ending.
    const timer = setTimeout(resolve, timeoutMillis).unref();
    entry.waiting.add(resolve);
    await promise;
    entry.waiting.delete(resolve);
    clearTimeout(timer);
  }

  /** Sets how the next calls of `putAgentState` are answered. */
  answerPutState(agentId: string, answering: Answering, times: number): void {
    Object.assign(this.#find(agentId), { answering, times });
  }

  /** `putAgentState`: the CCP sets the state. */
  async putState(agentId: string, { agentStateARN, enqueueNextState }: PutState): Promise<PutAnswer> {
    const answering = this.#nextAnswering(agentId);
    const state = findState(agentStateARN);
    const { name, type: stateType } = state ?? { name: '', type: 'unknown' };
    const { how } = answering;
    this.#settings.log.write(agentId, { type: 'putAgentState', name, stateType, enqueueNextState, how });
    if (how === 'never') return { type: 'lost' };
    if (how === 'failing') return { type: 'failed', error: answering.error };
    if (how === 'late') await wait(answering.lateMillis);
    const { agent } = this.get(agentId);
    const changed = state ? setState(agent, state, enqueueNextState, this.#settings.now()) : 'There is no such state';
    if (typeof changed === 'string') return { type: 'failed', error: changed };
    this.change(agentId, () => changed);
    return { type: 'done' };
  }

  /** `PutUserStatus`: the centre's own server sets the state. It has no effect while `putAgentState` has none. */
  putUserStatus(agentId: string, state: AgentState): void {
    const { agent, answering } = this.get(agentId);
    if (answering.how !== 'asUsual' || (agent.next ?? agent.chosen).agentStateARN === state.agentStateARN) return;
    this.#settings.log.write(agentId, { type: 'putUserStatus', name: state.name });
    this.change(agentId, (before, now) => {
      const changed = setState(before, state, true, now);
      return typeof changed === 'string' ? before : changed;
    });
  }

  /** Changes an agent and resolves everything that waits for a change. */
  change(agentId: string, apply: (agent: ConnectAgent, now: number) => ConnectAgent): void {
    const entry = this.#find(agentId);
    const before = entry.agent;
    entry.agent = apply(before, this.#settings.now());
    if (entry.agent === before) return;
    entry.version += 1;
    for (const resolve of entry.waiting) resolve();
    this.#settings.onChange(agentId, entry.agent, before);
  }

  #nextAnswering(agentId: string): Answering {
    const entry = this.#find(agentId);
    entry.times -= 1;
    return entry.times < 0 ? { how: 'asUsual' } : entry.answering;
  }

  #find(agentId: string): StandInAgent {
    const known = this.#agents.get(agentId);
    if (known !== undefined) return known;
    const entry: StandInAgent = {
      agent: { chosen: available, since: this.#settings.now(), contacts: [] },
      version: 1,
      isLoggedIn: false,
      answering: { how: 'asUsual' },
      times: 0,
      waiting: new Set(),
    };
    this.#agents.set(agentId, entry);
    return entry;
  }
}
