/**
 * Open WebSockets of participants. One that cannot be reached holds up no other and fails nothing: it misses what it was
 * to be told, and that is reported.
 */
export interface Sockets {
  /**
   * Sends one frame to each connection.
   * @returns the connections that turned out to be gone; one that could not be reached may still be there.
   */
  send(connectionIds: readonly string[], frame: string): Promise<readonly string[]>;
  /** Closes connections; one that is gone is closed already, one that could not be reached may stay open. */
  close(connectionIds: readonly string[]): Promise<void>;
}
