import type { AgentKey } from '#core/agents/agent.ts';
import type { AgentErasure } from '#core/agents/ports.ts';
import type { MemoryAgentStore } from './agents.ts';

interface Forgetting {
  forget(key: AgentKey): void | Promise<void>;
}

/** Removes agents from memory. Teams are those of profiles, and go with them. */
export const makeMemoryAgentErasure = (
  agents: Pick<MemoryAgentStore, 'remove'>,
  traces: readonly Forgetting[],
): AgentErasure => ({
  removeAgent: async (loaded) => agents.remove(loaded),
  removeTraces: async (key) => {
    for (const each of traces) await each.forget(key);
  },
});
