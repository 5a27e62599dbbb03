import type { Commit } from '../commit.ts';
import type { Agent, AgentKey } from './agent.ts';
import type { AgentEvent } from './events.ts';

/** What an agent's alarm does: publishes events that were saved and, because somebody broke off, not yet published. */
export function makeWakeAgent({ commitAgent }: { commitAgent: Commit<AgentKey, Agent, AgentEvent> }) {
  return (key: AgentKey): Promise<void> =>
    commitAgent(key, (state) => ({ state, events: [], outcome: undefined }), 'redelivery');
}
