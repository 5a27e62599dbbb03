import type { Instant } from '../instant.ts';
import type { Channel, StatusType } from './agent.ts';
import type { JobCounts } from './job-counts.ts';
import type { LogoutOrder } from './logout-order.ts';

interface OfSession {
  readonly instanceId: string;
  readonly agentId: string;
  readonly sessionId: string;
}

/**
 * Why a session ended, in the numbers of the agent gateway contract:
 * 1 to 255 chosen by a client; 257 forced by a supervisor; 258 the agent signed out; 263 nothing heard of the client; 264 signed in elsewhere by force.
 */
export type LogoutCause = number;
export const causes = {
  forcedBySupervisor: 257,
  agentSignedOut: 258,
  nothingHeard: 263,
  signedInElsewhere: 264,
} as const;

/** What happens to agents. Facts, past tense; published on the bus with an envelope (`Recorded`). */
export type AgentEvent =
  | (OfSession & { readonly type: 'AgentSignedIn'; readonly status: string; readonly statusType: StatusType })
  /** The status that others see has changed, be it chosen or by a contact that began or ended. */
  | (OfSession & { readonly type: 'AgentStatusChanged'; readonly previousStatus: string; readonly status: string })
  | (OfSession &
      LogoutOrder & {
        readonly type: 'AgentLogoutDeferred';
        readonly status: string;
        readonly contactIds: readonly string[];
      })
  /** A contact was taken out of the agent's hands, because the session is about to end at once. */
  | (OfSession & { readonly type: 'ContactReleased'; readonly contactId: string; readonly channel: Channel })
  | (OfSession & Partial<LogoutOrder> & AgentLoggedOut);

interface AgentLoggedOut {
  readonly type: 'AgentLoggedOut';
  readonly cause: LogoutCause;
  readonly previousStatus: string;
  /** Contacts that were in hand and have been released by an immediate logout. */
  readonly releasedContactIds: readonly string[];
}

interface OfJob {
  readonly instanceId: string;
  readonly jobId: number;
  readonly requestedBy: string;
  readonly reason?: string;
  readonly startedAt: Instant;
}

export type JobEvent =
  | (OfJob & { readonly type: 'LogoutJobCompleted'; readonly finishedAt: Instant; readonly counts: JobCounts })
  | (OfJob & { readonly type: 'LogoutJobFailed'; readonly finishedAt: Instant; readonly failure: string });

/** Everything that is published about agents and their logouts. */
export type SessionsEvent = AgentEvent | JobEvent;
