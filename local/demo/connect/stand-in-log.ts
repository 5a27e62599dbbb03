/** How calls of `putAgentState` are answered: as usual, with an error, late, or not at all and without an effect. */
export type Answering =
  | { readonly how: 'asUsual' }
  | { readonly how: 'failing'; readonly error: string }
  | { readonly how: 'late'; readonly lateMillis: number }
  | { readonly how: 'never' };

/** A request to the stand-in for Amazon Connect. */
export type LogEntry =
  | {
      readonly type: 'putAgentState';
      readonly name: string;
      readonly stateType: string;
      readonly enqueueNextState: boolean;
      /** How it was answered. */
      readonly how: Answering['how'];
    }
  /** Somebody fetched `/logout`. */
  | { readonly type: 'logout' }
  /** The worker of the CCP received a terminate message. */
  | { readonly type: 'terminate' }
  /** The centre's own server set the state, not the CCP. */
  | { readonly type: 'putUserStatus'; readonly name: string };

/** The requests to the stand-in for each agent, in order. */
export type StandInLog = ReturnType<typeof makeStandInLog>;

/** More entries than a test or a visit makes. */
const maximumEntries = 500;

export function makeStandInLog(now: () => number) {
  const entries = new Map<string, (LogEntry & { readonly at: number })[]>();
  return {
    write(agentId: string, entry: LogEntry): void {
      const earlier = entries.get(agentId) ?? [];
      entries.set(agentId, [...earlier, { at: now(), ...entry }].slice(-maximumEntries));
    },
    read: (agentId: string) => entries.get(agentId) ?? [],
  };
}
