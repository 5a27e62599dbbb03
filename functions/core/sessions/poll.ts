import type { Decision } from '../commit.ts';
import type { Instant } from '../instant.ts';
import type { Clock } from '../ports.ts';
import type { Agent, AgentKey } from './agent.ts';
import type { CommitAgent } from './commit-agent.ts';
import type { AgentEvent } from './events.ts';
import { endedOf, ownSession, toldOf } from './own-session.ts';
import type { AgentStore } from './ports.ts';

export type PollOutcome =
  /** The session goes on, and nothing has happened to it. */
  | { readonly type: 'nothingNew' }
  /** Somebody or something else has ended the session. Told once. */
  | { readonly type: 'endedByOthers'; readonly signedInAt: Instant; readonly cause: number }
  | { readonly type: 'signedOut' | 'notYours' };

interface Ports {
  readonly agents: Pick<AgentStore, 'hear'>;
  readonly commitAgent: CommitAgent;
  readonly clock: Clock;
}

/** A client asks what has happened, which keeps its session alive: one write, unless the session is over. */
export function makePoll({ agents, commitAgent, clock }: Ports) {
  return async (key: AgentKey, secretHash: string): Promise<PollOutcome> => {
    if (await agents.hear(key, { secretHash }, { at: clock.now() })) return { type: 'nothingNew' };
    return commitAgent(key, (agent) => tell(agent, secretHash), 'caller');
  };
}

function tell(agent: Agent | undefined, secretHash: string): Decision<Agent | undefined, AgentEvent, PollOutcome> {
  const own = ownSession(agent, secretHash);
  if (own.type === 'own') return { state: agent, events: [], outcome: { type: 'nothingNew' } };
  const ended = endedOf(agent, secretHash);
  if (!agent || !ended || ended.isTold) return { state: agent, events: [], outcome: { type: own.type } };
  const { signedInAt, cause } = ended;
  return {
    state: toldOf(agent, secretHash),
    events: [],
    outcome: { type: 'endedByOthers', signedInAt, cause },
  };
}
