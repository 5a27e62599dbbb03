import type { Instant } from '../instant.ts';

/** `immediate` releases the contacts in hand; `afterContact` waits until there is none. */
export type Timing = 'immediate' | 'afterContact';

/** Who asked for a forced logout and why; carried from the request to every event it leads to. */
export interface LogoutOrder {
  /** The id of the API key or user behind the request. */
  readonly requestedBy: string;
  readonly reason?: string;
  /** Words for the agent. */
  readonly message?: string;
  /** The job, when the logout is part of one. */
  readonly jobId?: number;
}

/** A forced logout that waits for the last contact to end. */
export interface PendingLogout extends LogoutOrder {
  readonly requestedAt: Instant;
}

/** What a job did to an agent, kept on the agent so that a chunk delivered twice is answered, not done, twice. */
export interface LogoutMark {
  readonly jobId: number;
  readonly chunk: string;
  readonly outcome: LogoutOutcome;
}

/** What became of a forced logout of one agent. Statuses are those shown. */
export type LogoutOutcome =
  | { readonly type: 'loggedOut'; readonly previousStatus: string; readonly contacts: number }
  | { readonly type: 'deferred'; readonly previousStatus: string; readonly contacts: number }
  /** The session began after the job was ordered: whoever came back since is not meant. */
  | { readonly type: 'signedInLater'; readonly previousStatus: string; readonly contacts: number }
  | { readonly type: 'alreadySignedOut' }
  | { readonly type: 'unknownAgent' }
  /** Another chunk of the same job has met this agent: it is counted there. */
  | { readonly type: 'countedElsewhere' };
