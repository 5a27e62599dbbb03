import { type ApiKey, type ApiKeyStore, KeyExistsError } from '#core/access/access.ts';
import type { IdempotencyRecord, IdempotencyRecords, RecordKey } from '#core/access/idempotency.ts';
import type { KeyRing, KeyRings } from '#core/access/key-ring.ts';
import {
  emptyUntilFull,
  fullAtTheLatest,
  type RateLimits,
  rateLimit,
  refillMilliseconds,
  takenUntilFull,
} from '#core/access/rate-limit.ts';
import type { FloodMarks } from '#core/access/refusals.ts';
import { afterSuccess, countGuess, type Guesser, type GuessRecord } from '#core/agent-clients/password-guesses.ts';
import type { AgentPasswords, PasswordGuesses } from '#core/agent-clients/ports.ts';
import type { AgentKey } from '#core/agents/agent.ts';
import type { Instant } from '#core/instant.ts';

/** Keeps API keys in memory. */
export function makeMemoryApiKeyStore(): ApiKeyStore {
  const keys = new Map<string, ApiKey>();
  return {
    async find(keyId) {
      return keys.get(keyId);
    },
    async add(key) {
      if (keys.has(key.keyId)) throw new KeyExistsError(`There is a key ${key.keyId} already`);
      keys.set(key.keyId, key);
    },
    async list(instanceId) {
      const ofInstance = [...keys.values()].filter((key) => key.instanceId === instanceId);
      return ofInstance.sort((one, other) => (one.keyId < other.keyId ? -1 : 1));
    },
    async replaceSecrets(key, found) {
      const stored = keys.get(key.keyId);
      if (stored?.secretHash !== found.secretHash) return false;
      const { previous: _, ...rest } = stored;
      keys.set(key.keyId, { ...rest, secretHash: key.secretHash, ...(key.previous && { previous: key.previous }) });
      return true;
    },
    async remove({ instanceId, keyId }) {
      if (keys.get(keyId)?.instanceId === instanceId) keys.delete(keyId);
    },
  };
}

const nameOf = ({ instanceId, agentId }: AgentKey) => `${instanceId}#${agentId}`;

/** Keeps the passwords of agents in memory. */
export function makeMemoryAgentPasswords(): AgentPasswords & { forget(key: AgentKey): void } {
  const hashes = new Map<string, string>();
  return {
    async put(key, passwordHash) {
      hashes.set(nameOf(key), passwordHash);
    },
    async find(key) {
      return hashes.get(nameOf(key));
    },
    forget(key) {
      hashes.delete(nameOf(key));
    },
  };
}

/** Keeps the attempts at passwords in memory. */
export function makeMemoryPasswordGuesses(): PasswordGuesses & { forget(key: AgentKey): void } {
  const records = new Map<string, GuessRecord>();
  const guesserName = ({ agent, source }: Guesser) => `${nameOf(agent)}#${source}`;
  return {
    async attemptsOf(guesser) {
      return records.get(guesserName(guesser));
    },
    async count(guesser, _, now) {
      const guess = countGuess(records.get(guesserName(guesser)), now);
      if (guess.type === 'counted') records.set(guesserName(guesser), guess.record);
      return guess;
    },
    async succeeded(guesser) {
      records.set(guesserName(guesser), afterSuccess);
    },
    forget(key) {
      for (const name of records.keys()) if (name.startsWith(`${nameOf(key)}#`)) records.delete(name);
    },
  };
}

/** Keeps refusals and the mark of a flood in memory. */
export function makeMemoryFloodMarks(): FloodMarks {
  let marked: Instant | undefined;
  const counts = new Map<string, number>();
  return {
    async add({ routeKey, number }, refusals) {
      const name = `${routeKey}#${number}`;
      const sum = (counts.get(name) ?? 0) + refusals;
      counts.set(name, sum);
      return sum;
    },
    async mark(until) {
      marked = Math.max(until, marked ?? until);
    },
    async find() {
      return marked;
    },
  };
}

/**
 * Keeps the buckets of callers in memory.
 *
 * @param fullAt the buckets, if others take from them as well
 */
export function makeMemoryRateLimits(limit = rateLimit, fullAt = new Map<string, Instant>()): RateLimits {
  return {
    async take({ instanceId, callerId }, now) {
      const name = `${instanceId}#${callerId}`;
      const full = fullAt.get(name) ?? now;
      if (full > fullAtTheLatest(now, limit)) return emptyUntilFull(full, now, limit);
      const next = Math.max(now, full) + refillMilliseconds(limit);
      fullAt.set(name, next);
      return takenUntilFull(next, now, limit);
    },
  };
}

/** Keeps the signing keys of instances in memory. */
export function makeMemoryKeyRings(): KeyRings {
  const rings = new Map<string, KeyRing>();
  return {
    find: async (instanceId) => rings.get(instanceId),

    async replace(instanceId, ring, found) {
      const stored = rings.get(instanceId);
      if (stored && (stored.since !== found?.since || stored.secret !== found?.secret)) return stored;
      rings.set(instanceId, ring);
      return ring;
    },
  };
}

/** Keeps the records of idempotency keys in memory. */
export function makeMemoryIdempotencyRecords(): IdempotencyRecords {
  const records = new Map<string, IdempotencyRecord>();
  const recordName = ({ instanceId, id }: RecordKey) => `${instanceId}#${id}`;
  return {
    find: async (key) => records.get(recordName(key)),

    async begin(key, record, seen) {
      const stored = records.get(recordName(key));
      const isAsSeen =
        'attempt' in seen
          ? stored?.attempt.id === seen.attempt.id && stored.answer === undefined
          : !stored || stored.since <= seen.forgottenBefore;
      if (isAsSeen) records.set(recordName(key), 'attempt' in seen ? { ...stored, ...record } : record);
      return isAsSeen;
    },

    async reserve(key, { content }, number) {
      const stored = records.get(recordName(key));
      if (stored?.content !== content) throw new Error('There is no such request');
      const reserved = stored.reserved ?? number;
      records.set(recordName(key), { ...stored, reserved });
      return reserved;
    },

    async answer(key, { content }, answer) {
      const stored = records.get(recordName(key));
      if (stored?.content === content) records.set(recordName(key), { answer, ...stored });
    },

    async end(key, { attempt }, now) {
      const stored = records.get(recordName(key));
      if (stored?.attempt.id !== attempt.id) return;
      records.set(recordName(key), { ...stored, attempt: { ...attempt, endsBy: now } });
    },
  };
}
