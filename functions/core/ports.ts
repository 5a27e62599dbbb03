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

/**
 * Open WebSockets. One that cannot be reached holds up no other and fails nothing: it misses what it was
 * to be told, and that is reported.
 */
export interface Sockets {
  /**
   * Sends frames to each connection, one after the other; after one that did not arrive none of the rest.
   * @returns the connections that turned out to be gone; one that could not be reached may still be there.
   */
  send(connectionIds: readonly string[], frames: readonly string[]): Promise<readonly string[]>;
  /** Closes connections; one that is gone is closed already, one that could not be reached may stay open. */
  close(connectionIds: readonly string[]): Promise<void>;
}
