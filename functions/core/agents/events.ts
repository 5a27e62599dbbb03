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
  readonly previousStatus: string;
  /** The contacts that an immediate logout released. */
  readonly releasedContactIds: readonly string[];
}
