import type { Instant } from '../instant.ts';

/** `immediate` releases the contacts first; `afterContact` waits until there is none. */
export type Timing = 'immediate' | 'afterContact';

/** Who asked for a forced logout and why. One value from the request to every event it leads to; a job adds its id. */
export interface LogoutOrder {
  /** The id of the API key, agent or user behind the request. */
  readonly requestedBy: string;
  /** Where they asked. @default - nobody asked from anywhere: a rule did, a hold, or the agent went */
  readonly from?: Origin;
  /** For the record and for the agent. */
  readonly reason?: string;
  /** A message to the agent. */
  readonly message?: string;
  /** The job, when the logout is part of one. */
  readonly jobId?: number;
  /** The schedule that has made the job. @default - somebody has asked for it */
  readonly scheduleId?: string;
  /** With the timing `afterContact`. @default - it waits for as long as the contact lasts */
  readonly deadline?: LogoutDeadline;
  /** After the logout the agent cannot sign in for so long. @default - the agent can */
  readonly holdMinutes?: number;
}

/** The order as it is kept with an agent whom it has signed out. Where it was asked for is in the event, and not kept with the agent. */
export const withoutOrigin = ({ from: _, ...order }: LogoutOrder): LogoutOrder => order;

/** Where a request came from. */
export interface Origin {
  /**
   * How the caller was authenticated: an API key, a token of the configured issuer, a signature that AWS has checked, the security user of a
   * contact flow, or the secret of an agent's session.
   */
  readonly via: 'apiKey' | 'token' | 'iam' | 'flow' | 'session';
  /** The address, as text. @default - it is not known; a flow has none */
  readonly ipAddress?: string;
}

/** Who takes back what was ordered, and where they asked for that. */
export interface Canceller {
  readonly cancelledBy: string;
  /** @default - a release before this one took the request */
  readonly cancelledFrom?: Origin;
}

/** An agent who was forced out cannot sign in until an instant. */
export interface Hold {
  readonly until: Instant;
  /** The session that was ended, and the order that ended it. */
  readonly sessionId: string;
  readonly order: LogoutOrder;
  /** How often a backend has shown the agent at work all the same. */
  readonly returns: number;
}

/** How long a logout waits for the last contact, counted from its request, and what happens then. */
export interface LogoutDeadline {
  readonly minutes: number;
  /** `force`: the session ends at once. `giveUp`: it goes on, and there is no logout. */
  readonly onDeadline: 'force' | 'giveUp';
}

/** A forced logout that waits for the last contact to end, or for the backend that owns the agent. */
export interface PendingLogout {
  readonly order: LogoutOrder;
  readonly requestedAt: Instant;
  /**
   * `warned`: the agent has been told that the deadline is near. `due`: it has passed, and a backend has to follow. `hold`: the
   * agent was back during a hold, and is taken out again. @default - none of these
   */
  readonly stage?: 'warned' | 'due' | 'hold';
  /** @default - Lastcall itself owns the agent */
  readonly inBackend?: BackendLogout;
}

/** A forced logout that a backend carries out. It is done when the backend shows that the agent is offline. */
export interface BackendLogout {
  readonly timing: Timing;
  /** When the backend is looked at again, and how often it was. */
  readonly checkAt: Instant;
  readonly checks: number;
  /** The event that it waits for the last contact has been told. */
  readonly isDeferred?: true;
}

/** What a job did to an agent. It is kept on the agent, so that a chunk delivered twice has its effect once. */
export interface LogoutMark {
  readonly jobId: number;
  readonly chunk: string;
  readonly outcome: LogoutOutcome;
}

/** The outcome of a forced logout for one agent. Statuses are those shown. */
export type LogoutOutcome =
  | ({ readonly type: 'loggedOut'; readonly previousStatus: string; readonly contacts: number } & Remarks)
  | ({ readonly type: 'deferred'; readonly previousStatus: string; readonly contacts: number } & Remarks)
  /** The backend that owns the agent does not show it yet. It is asked again until it does, and the end is in the events. */
  | Unconfirmed
  /** Not the end of it: a backend has to be told. */
  | { readonly type: 'ordered'; readonly previousStatus: string; readonly contacts: number }
  /** The session began after the forced logout was requested, so the request does not apply to it. */
  | { readonly type: 'signedInLater'; readonly previousStatus: string; readonly contacts: number }
  | { readonly type: 'alreadySignedOut' }
  | { readonly type: 'unknownAgent' }
  /** Another chunk of the same job has processed this agent, and its result is counted there. */
  | { readonly type: 'countedElsewhere' };

/** What else became of contacts in a backend. */
export interface Remarks {
  /** The backend cleared contacts in after-contact work with the change of status: what the agent had not written down is lost. */
  readonly losesAfterContactWork?: true;
  /** Contacts that the backend cannot end; the agent is out when they are over. */
  readonly notStopped?: readonly string[];
}

export interface Unconfirmed extends Remarks {
  readonly type: 'unconfirmed';
  readonly previousStatus: string;
  readonly contacts: number;
  /** The status that was seen last. @default - the one before */
  readonly seenStatus?: string;
}
