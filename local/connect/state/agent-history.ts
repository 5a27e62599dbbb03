import type { Switches } from '../switches.ts';
import type { AgentState } from './agent-state.ts';

/** How far each value of the switch lags, in milliseconds. */
const lagMillis = { none: 0, twoSeconds: 2000, fifteenSeconds: 15_000, oldOnceMore: 0 } as const satisfies Record<
  Switches['userDataLag'],
  number
>;
const longestLag = Math.max(...Object.values(lagMillis));

/** What an agent does and has done, as far back as a reader may lag behind. */
export class AgentHistory {
  /** The newest last. The first one holds from the beginning of time. */
  #states: { readonly state: AgentState; readonly from: number }[];
  #readsSinceChange = 0;

  constructor(state: AgentState) {
    this.#states = [{ state, from: -Infinity }];
  }

  get current(): AgentState {
    return this.#back(0);
  }

  add(state: AgentState, now: number): void {
    this.#states.push({ state, from: now });
    this.#readsSinceChange = 0;
    // The one that held before the longest lag is still needed.
    const needed = this.#states.findLastIndex(({ from }) => from <= now - longestLag);
    if (needed > 0) this.#states = this.#states.slice(needed);
  }

  /** What a reader sees, who may lag behind. */
  read(now: number, lag: Switches['userDataLag']): AgentState {
    this.#readsSinceChange += 1;
    if (lag === 'oldOnceMore') return this.#readsSinceChange === 2 ? this.#back(1) : this.current;
    const seenAt = now - lagMillis[lag];
    return (this.#states.findLast(({ from }) => from <= seenAt) ?? this.#states[0] ?? { state: this.current }).state;
  }

  #back(steps: number): AgentState {
    const found = this.#states.at(-1 - steps) ?? this.#states[0];
    if (found === undefined) throw new Error('An agent is always in some state');
    return found.state;
  }
}
