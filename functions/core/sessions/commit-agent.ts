import { type Commit, type CommitPorts, makeCommit, type Retrier } from '../commit.ts';
import type { Agent, AgentKey } from './agent.ts';
import type { AgentEvent } from './events.ts';
import { lookAt } from './lease.ts';

export type CommitAgent = Commit<AgentKey, Agent, AgentEvent>;

/**
 * The commit of agents: whatever is decided, the alarm for the end of the session's lease stands. An agent who stays
 * the same has one already, and only the alarm itself, when it rings, sets the next: looking at an agent costs a read.
 */
export function makeCommitAgent(ports: Omit<CommitPorts<AgentKey, Agent, AgentEvent>, 'target'>): CommitAgent {
  const commit = makeCommit<AgentKey, Agent, AgentEvent>({ ...ports, target: (key) => ({ kind: 'agent', ...key }) });
  return (key, decide, retrier) =>
    commit(
      key,
      (agent, now) => {
        const decision = decide(agent, now);
        const isSame = decision.state === agent && decision.events.length === 0;
        const alarmAt = isSame && !mayBeAlarm(retrier) ? undefined : lookAt(decision.state, now);
        return { ...decision, ...(alarmAt !== undefined && { alarmAt }) };
      },
      retrier,
    );
}

const mayBeAlarm = (retrier: Retrier) => retrier === 'redelivery' || retrier === 'lastDelivery';
