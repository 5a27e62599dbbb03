/** What `PUT /v1/agents/{agentId}/session` answers when it is asked for a lease. */
export interface SignedIn {
  readonly sessionId: string;

  /** ISO 8601. */
  readonly signedInAt: string;

  /** ISO 8601. */
  readonly leaseExpiresAt: string;

  /** Stands for this session, and for nothing else. */
  readonly token: string;
}

/** Something that was said about a session. */
export interface Notice {
  /** When, in ISO 8601. */
  readonly at?: string | undefined;
  readonly reason?: string | undefined;

  /** For the agent to read. */
  readonly message?: string | undefined;
}

/** How a session ended. */
export interface Ending extends Notice {
  /**
   * 257 by a supervisor; 258 signed out or window closed; 263 nothing was heard of the page; 264 signed in elsewhere; 1 to
   * 255 as a client chose. Not known if it was long ago.
   */
  readonly cause?: number | undefined;
}
