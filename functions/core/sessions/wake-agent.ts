import type { AgentKey } from './agent.ts';
import type { CommitAgent } from './commit-agent.ts';
import { expireLease } from './lease.ts';

/** What an agent's alarm does: ends a session whose lease is over, and publishes events that were saved and left. */
export function makeWakeAgent({ commitAgent }: { commitAgent: CommitAgent }) {
  return (key: AgentKey): Promise<void> => commitAgent(key, expireLease, 'redelivery');
}
