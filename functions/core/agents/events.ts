import type { Instant } from '../instant.ts';
import type { Channel, SignOutCause, StatusType } from './agent.ts';
import type { LogoutOrder } from './logout-order.ts';

interface OfSession {
  readonly instanceId: string;
  readonly agentId: string;
  readonly sessionId: string;
}

/** What happens to agents, in the past tense; published on the bus with an envelope (`Recorded`). */
export type AgentEvent =
  | (OfSession & { readonly type: 'AgentSignedIn'; readonly status: string; readonly statusType: StatusType })
  /** The status that others see has changed, because the agent chose another one or a contact began or ended. */
  | (OfSession & { readonly type: 'AgentStatusChanged'; readonly previousStatus: string; readonly status: string })
  | (OfSession & {
      readonly type: 'AgentLogoutDeferred';
      readonly order: LogoutOrder;
      readonly status: string;
      readonly contactIds: readonly string[];
      /** When it waits no longer. @default - the order has no deadline */
      readonly deadlineAt?: Instant;
    })
  /** A logout that waits is forced soon, or given up. */
  | (OfSession & {
      readonly type: 'AgentLogoutDeadlineNear';
      readonly order: LogoutOrder;
      readonly deadlineAt: Instant;
    })
  /** A logout that waited does not take place: its deadline has passed, or somebody has taken it back. The session goes on. */
  | (OfSession & {
      readonly type: 'AgentLogoutCancelled';
      readonly order: LogoutOrder;
      readonly cause: 'deadline' | 'cancelled';
      /** Who has taken it back. @default - its deadline has passed */
      readonly cancelledBy?: string;
    })
  /** The backend that owns the agent goes on showing that the agent goes offline, so the logout could not be taken back. */
  | (OfSession & {
      readonly type: 'AgentLogoutNotCancelled';
      readonly order: LogoutOrder;
      readonly cause: 'deadline' | 'cancelled';
      readonly cancelledBy?: string;
    })
  /** A contact was taken from the agent because the session ends at once. */
  | (OfSession & { readonly type: 'ContactReleased'; readonly contactId: string; readonly channel: Channel })
  | (OfSession & AgentSignedOut);

interface AgentSignedOut {
  readonly type: 'AgentSignedOut';
  readonly cause: SignOutCause;
  /** The number that the client gave, 1 to 255, when the cause is `client`. */
  readonly clientCause?: number;
  readonly order?: LogoutOrder;
  /** The logout waited for a contact until its deadline. @default - it did not */
  readonly atDeadline?: true;
  readonly previousStatus: string;
  /** The contacts that an immediate logout released. */
  readonly releasedContactIds: readonly string[];
}
