/** What the agent works with besides Lastcall, such as the contact control panel: it goes offline with the session. */
export interface Desktop {
  /**
   * Sets the agent offline; with a contact in hand, as soon as that has ended. It is called while the window closes, so
   * whatever it does must begin before it returns.
   *
   * @throws or rejects if that failed
   */
  goOffline(): Promise<void>;

  /**
   * Undoes `goOffline`, for the window has stayed or was only reloaded. It is called on the new page too, and does nothing
   * if there is nothing to undo.
   */
  comeBack(): Promise<void>;

  /** Ends the desktop's own session, after a forced logout. */
  end(): Promise<void>;

  /** Lets go of everything it listens to. */
  dispose(): void;
}
