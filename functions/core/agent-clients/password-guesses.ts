import type { AgentKey } from '../agents/agent.ts';
import { type IpAddress, ipv4Prefix } from '../agents/ip-range.ts';
import { days, type Instant, minutes, seconds } from '../instant.ts';
import { fixedRetention } from '../retention.ts';

/** Where attempts come from. One subscriber has 2^64 addresses of IPv6, so these count as one source. */
export const sourceOf = (address: IpAddress): string =>
  address.startsWith(ipv4Prefix) ? address.slice(ipv4Prefix.length) : address.slice(0, 16);

/** Whose password is guessed, and from where. */
export interface Guesser {
  readonly agent: AgentKey;
  /** @see sourceOf */
  readonly source: string;
}

/** What is known of the attempts at one agent's password from one source. */
export interface GuessRecord {
  /** Attempts since the last right one. Each counts before its result is known. */
  readonly failures: number;
  /** When the next attempt may be made. */
  readonly nextAt: Instant;
  /** The agent has signed in from this source before. */
  readonly isKnown: boolean;
}

export type Guess =
  /** The attempt counts, and the password may be compared. */
  | { readonly type: 'counted'; readonly record: GuessRecord }
  /** Too many attempts were wrong: the source has to wait. Nothing is compared. */
  | { readonly type: 'paused' };

/** People mistype. */
const freeAttempts = 4;
const firstPause = seconds(15);
const longestPause = minutes(15);

/** The pause after so many attempts that were not right: none up to the fourth, then 15 s, 30 s, … up to 15 minutes. */
const pauseAfter = (failures: number): number =>
  failures <= freeAttempts ? 0 : Math.min(longestPause, firstPause * 2 ** Math.min(failures - freeAttempts - 1, 16));

/** Whether the source has to wait. */
export const isPaused = (seen: GuessRecord | undefined, now: Instant): boolean =>
  seen !== undefined && now < seen.nextAt;

/** Decides about an attempt. Whoever makes none for a day begins again. */
export function countGuess(seen: GuessRecord | undefined, now: Instant): Guess {
  if (isPaused(seen, now)) return { type: 'paused' };
  const isForgotten = seen === undefined || now >= seen.nextAt + days(fixedRetention.passwordGuesses.days);
  const failures = (isForgotten ? 0 : seen.failures) + 1;
  return { type: 'counted', record: { failures, nextAt: now + pauseAfter(failures), isKnown: seen?.isKnown ?? false } };
}

/** The record once an attempt was right. */
export const afterSuccess: GuessRecord = { failures: 0, nextAt: 0, isKnown: true };
