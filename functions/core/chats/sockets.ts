/** Open WebSockets of participants. */
export interface Sockets {
  /**
   * Sends one frame to each connection.
   * @returns the connections that turned out to be gone.
   * @throws Error when a connection could not be reached although it may still be there.
   */
  send(connectionIds: readonly string[], frame: string): Promise<readonly string[]>;
  /** Closes connections; one that is gone is closed already. */
  close(connectionIds: readonly string[]): Promise<void>;
}
