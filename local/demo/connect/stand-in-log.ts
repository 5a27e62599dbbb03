import type { Answering } from './answering.ts';

/** What the stand-in for Amazon Connect has been asked. */
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
  /** The worker of the CCP was told to terminate. */
  | { readonly type: 'terminate' }
  /** The centre's own server set the state, past the CCP. */
  | { readonly type: 'putUserStatus'; readonly name: string };

/** What happened at one agent's stand-in, in order. */
export type StandInLog = ReturnType<typeof makeStandInLog>;

/** More than a test or a visit leaves behind. */
const kept = 500;

export function makeStandInLog(now: () => number) {
  const entries = new Map<string, (LogEntry & { readonly at: number })[]>();
  return {
    write(agentId: string, entry: LogEntry): void {
      const earlier = entries.get(agentId) ?? [];
      entries.set(agentId, [...earlier, { at: now(), ...entry }].slice(-kept));
    },
    read: (agentId: string) => entries.get(agentId) ?? [],
  };
}
