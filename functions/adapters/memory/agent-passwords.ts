import type { Instant } from '#core/instant.ts';
import type { AgentKey } from '#core/sessions/agent.ts';
import type { AgentPasswords } from '#core/sessions/ports.ts';
import { passwordLock } from '../password-lock.ts';

/** Keeps the passwords of agents in memory. */
export function makeMemoryAgentPasswords(): AgentPasswords {
  const hashes = new Map<string, string>();
  const attempts = new Map<string, { readonly count: number; readonly latest: Instant }>();
  const nameOf = ({ instanceId, agentId }: AgentKey) => `${instanceId}#${agentId}`;
  return {
    async put(key, passwordHash) {
      hashes.set(nameOf(key), passwordHash);
      attempts.delete(nameOf(key));
    },

    async attempt(key, now) {
      if (!hashes.has(nameOf(key))) return undefined;
      const { count, latest } = attempts.get(nameOf(key)) ?? { count: 0, latest: now };
      const isSpent = count >= passwordLock.attempts;
      if (isSpent && now < latest + passwordLock.lasts) return undefined;
      attempts.set(nameOf(key), { count: isSpent ? 1 : count + 1, latest: now });
      return hashes.get(nameOf(key));
    },

    async succeeded(key) {
      attempts.delete(nameOf(key));
    },
  };
}
