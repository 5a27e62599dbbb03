import type { AgentKey } from '../agents/agent.ts';
import { type Instant, minutes } from '../instant.ts';

/**
 * Five wrong passwords in a row lock the agent for 15 minutes, counted from the fifth. Attempts during the lock do not
 * count.
 */
export const passwordLock = { attempts: 5, lasts: minutes(15) } as const;

/** Keeps the passwords of agents, hashed, and counts the attempts to sign in with them. */
export interface AgentPasswords {
  /** Gives an agent a password and resets the attempts. */
  put(key: AgentKey, passwordHash: string): Promise<void>;
  /**
   * Counts an attempt before its result is known, so that simultaneous attempts count each.
   * @returns the hash to compare with; `undefined` when there is none, because the agent has no password or too many
   * attempts have locked it.
   */
  attempt(key: AgentKey, now: Instant): Promise<string | undefined>;
  /** The attempt was right: resets the attempts. */
  succeeded(key: AgentKey): Promise<void>;
}

/** Slow by design, and of constant time. */
export interface PasswordHash {
  hash(password: string): Promise<string>;
  matches(password: string, hash: string): Promise<boolean>;
}

/** Makes the secrets with which clients prove that a session is theirs. */
export interface SessionSecrets {
  /** A random UUID. */
  make(): string;
  hash(secret: string): string;
}
