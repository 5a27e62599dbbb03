import type { Instant } from '../instant.ts';

/** `immediate` releases the contacts first; `afterContact` waits until there is none. */
export type Timing = 'immediate' | 'afterContact';

/** Who asked for a forced logout and why. One value from the request to every event it leads to; a job adds its id. */
export interface LogoutOrder {
  /** The id of the API key, agent or user behind the request. */
  readonly requestedBy: string;
  /** For the record and for the agent. */
  readonly reason?: string;
  /** A message to the agent. */
  readonly message?: string;
  /** The job, when the logout is part of one. */
  readonly jobId?: number;
}

/** A forced logout that waits for the last contact to end. */
export interface PendingLogout {
  readonly order: LogoutOrder;
  readonly requestedAt: Instant;
}

/** What a job did to an agent. It is kept on the agent, so that a chunk delivered twice has its effect once. */
export interface LogoutMark {
  readonly jobId: number;
  readonly chunk: string;
  readonly outcome: LogoutOutcome;
}

/** The outcome of a forced logout for one agent. Statuses are those shown. */
export type LogoutOutcome =
  | { readonly type: 'loggedOut'; readonly previousStatus: string; readonly contacts: number }
  | { readonly type: 'deferred'; readonly previousStatus: string; readonly contacts: number }
  /** The session began after the forced logout was requested, so the request does not apply to it. */
  | { readonly type: 'signedInLater'; readonly previousStatus: string; readonly contacts: number }
  | { readonly type: 'alreadySignedOut' }
  | { readonly type: 'unknownAgent' }
  /** Another chunk of the same job has processed this agent, and its result is counted there. */
  | { readonly type: 'countedElsewhere' };
