import type { AgentKey } from '../agents/agent.ts';
import type { Instant } from '../instant.ts';
import type { Guess, Guesser, GuessRecord } from './password-guesses.ts';

/** Keeps the passwords of agents, hashed. */
export interface AgentPasswords {
  put(key: AgentKey, passwordHash: string): Promise<void>;
  /** The hash to compare with, if the agent has a password. */
  find(key: AgentKey): Promise<string | undefined>;
}

/** Counts the attempts at passwords, for each agent and source together. An agent need not exist. */
export interface PasswordGuesses {
  attemptsOf(guesser: Guesser): Promise<GuessRecord | undefined>;
  /**
   * Counts an attempt before its result is known, so that simultaneous attempts count each.
   * @param seen the record as it was found
   */
  count(guesser: Guesser, seen: GuessRecord | undefined, now: Instant): Promise<Guess>;
  /** The attempt was right: the source begins again, and is known from now on. */
  succeeded(guesser: Guesser, now: Instant): Promise<void>;
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
