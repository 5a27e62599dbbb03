import type { Instant } from './instant.ts';

/** The time. The only source of "now" there is. */
export interface Clock {
  now(): Instant;
}

/** Names that nobody can guess and that never repeat (UUIDs outside tests). */
export interface Ids {
  next(): string;
}

/** Told of a fault that was survived, so that somebody can look at it. Never throws. */
export type Report = (fault: string, error: unknown) => void;
