import { setTimeout as wait } from 'node:timers/promises';
import { available, stateOf } from './agent-states.ts';
import type { Answering } from './answering.ts';
import { type AgentState, type Desk, putState } from './desk.ts';
import type { StandInLog } from './stand-in-log.ts';

/** What the agent asks for, as Streams passes it on. */
export interface PutState {
  readonly agentStateARN: string | null;
  readonly enqueueNextState: boolean;
}

/** What the caller of `putAgentState` gets; of a lost call nothing is heard again. */
export type PutAnswer = { readonly type: 'done' | 'lost' } | { readonly type: 'failed'; readonly error: string };

/** What the stand-in needs of its surroundings. */
export interface StandInSettings {
  readonly now: () => number;
  readonly log: StandInLog;
  /** Hears of every desk that is not what it was. */
  readonly changed: (agentId: string, desk: Desk, before: Desk) => void;
}

interface Seat {
  desk: Desk;
  /** Grows with every change. */
  version: number;
  isLoggedIn: boolean;
  answering: Answering;
  /** How many more calls are answered like that. */
  times: number;
  readonly waiting: Set<() => void>;
}

/** Amazon Connect, as far as the worker of a CCP talks to it: agents with their states and contacts, in memory. */
export class StandIn {
  readonly #seats = new Map<string, Seat>();
  readonly #settings: StandInSettings;

  constructor(settings: StandInSettings) {
    this.#settings = settings;
  }

  /** Single sign-on: the agent's CCP is let in from now on. */
  logIn(agentId: string): void {
    this.#seat(agentId).isLoggedIn = true;
  }

  /** Ends the login and, as in the real one, leaves the agent's state as it is. */
  logOut(agentId: string): void {
    this.#settings.log.write(agentId, { type: 'logout' });
    this.#seat(agentId).isLoggedIn = false;
  }

  /** The worker of a CCP was told to terminate. */
  logTerminate(agentId: string): void {
    this.#settings.log.write(agentId, { type: 'terminate' });
  }

  isLoggedIn(agentId: string): boolean {
    return this.#seat(agentId).isLoggedIn;
  }

  /** The agent as of now, with a number that grows with every change, and how requests are answered. */
  look(agentId: string): Pick<Seat, 'desk' | 'version' | 'answering'> {
    return this.#seat(agentId);
  }

  /** Waits until there is more to see than at a version, but not for ever. */
  async changeAfter(agentId: string, version: number, patienceMillis: number): Promise<void> {
    const seat = this.#seat(agentId);
    if (seat.version > version) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    // Nobody who is only waited for keeps a run from ending.
    const patience = setTimeout(resolve, patienceMillis).unref();
    seat.waiting.add(resolve);
    await promise;
    seat.waiting.delete(resolve);
    clearTimeout(patience);
  }

  /** Says how the next calls of `putAgentState` are answered. */
  answerPutState(agentId: string, answering: Answering, times: number): void {
    Object.assign(this.#seat(agentId), { answering, times });
  }

  async putState(agentId: string, { agentStateARN, enqueueNextState }: PutState): Promise<PutAnswer> {
    const answering = this.#nextAnswering(agentId);
    const state = stateOf(agentStateARN);
    const { name, type: stateType } = state ?? { name: '', type: 'unknown' };
    const { how } = answering;
    this.#settings.log.write(agentId, { type: 'putAgentState', name, stateType, enqueueNextState, how });
    if (how === 'never') return { type: 'lost' };
    if (how === 'failing') return { type: 'failed', error: answering.error };
    if (how === 'late') await wait(answering.lateMillis);
    const { desk } = this.look(agentId);
    const decided = state ? putState(desk, state, enqueueNextState, this.#settings.now()) : 'There is no such state';
    if (typeof decided === 'string') return { type: 'failed', error: decided };
    this.change(agentId, () => decided);
    return { type: 'done' };
  }

  /** `PutUserStatus`: what the centre's own server sets, past the CCP, unless Amazon Connect sets nothing just now. */
  putUserStatus(agentId: string, state: AgentState): void {
    const { desk, answering } = this.look(agentId);
    if (answering.how !== 'asUsual' || (desk.next ?? desk.chosen).agentStateARN === state.agentStateARN) return;
    this.#settings.log.write(agentId, { type: 'putUserStatus', name: state.name });
    this.change(agentId, (desk, now) => {
      const decided = putState(desk, state, true, now);
      return typeof decided === 'string' ? desk : decided;
    });
  }

  /** Does something to a desk, and tells everybody who waits for it. */
  change(agentId: string, deed: (desk: Desk, now: number) => Desk): void {
    const seat = this.#seat(agentId);
    const before = seat.desk;
    seat.desk = deed(before, this.#settings.now());
    if (seat.desk === before) return;
    seat.version += 1;
    for (const resolve of seat.waiting) resolve();
    this.#settings.changed(agentId, seat.desk, before);
  }

  #nextAnswering(agentId: string): Answering {
    const seat = this.#seat(agentId);
    seat.times -= 1;
    return seat.times < 0 ? { how: 'asUsual' } : seat.answering;
  }

  #seat(agentId: string): Seat {
    const known = this.#seats.get(agentId);
    if (known !== undefined) return known;
    const desk = { chosen: available, since: this.#settings.now(), contacts: [] };
    const seat: Seat = {
      desk,
      version: 1,
      isLoggedIn: false,
      answering: { how: 'asUsual' },
      times: 0,
      waiting: new Set(),
    };
    this.#seats.set(agentId, seat);
    return seat;
  }
}
