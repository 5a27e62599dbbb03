import type { Instant } from './instant.ts';

/** The time. The only source of "now". */
export interface Clock {
  now(): Instant;
}

/** What time it is, and how long work takes. */
export interface Clocks {
  readonly clock: Clock;
  /**
   * Measures how long work takes, for callers and functions who wait no longer than so long. It differs from the clock where the
   * clock is made to go faster. @default - the clock
   */
  readonly workClock?: Clock;
}

/** Lets time pass before something is tried again. */
export interface Pauses {
  /** From 0 up to but not including 1, different each time: of two who try again, one is first. */
  chance(): number;
  wait(milliseconds: number): Promise<unknown>;
}

/** Ids that nobody can guess and that never repeat (UUIDs outside tests). */
export interface Ids {
  next(): string;
}

/** Records an error that was survived, so that somebody can look into it. Never throws. */
export type Report = (fault: string, error: unknown) => void;

/**
 * Open WebSockets. A connection that cannot be reached delays no other and fails nothing: it misses its frames, and that
 * is reported.
 */
export interface Sockets {
  /**
   * Sends frames to each connection, one after the other. After a frame that did not arrive, that connection gets no more.
   * @returns the connections that are gone. A connection that could not be reached may still be open.
   */
  send(connectionIds: readonly string[], frames: readonly string[]): Promise<readonly string[]>;
  /** The same, for whoever must know as well which connections have missed frames although they may be open. */
  deliver(connectionIds: readonly string[], frames: readonly string[]): Promise<Undelivered>;
  /** Closes connections. One that is gone counts as closed. @returns those that could not be reached and may stay open */
  close(connectionIds: readonly string[]): Promise<readonly string[]>;
}

/** The connections that have not got all frames. */
export interface Undelivered {
  readonly gone: readonly string[];
  readonly unreached: readonly string[];
}
