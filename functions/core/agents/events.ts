import type { Instant } from '../instant.ts';
import type { Channel, SignOutCause, StatusType } from './agent.ts';
import type { Canceller, LogoutOrder } from './logout-order.ts';
import type { ActiveMode, RuleName } from './rules/rule-watch.ts';

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
  | (OfSession & { readonly type: 'AgentLogoutCancelled' } & Cancelled)
  /** The backend that owns the agent goes on showing that the agent goes offline, so the logout could not be taken back. */
  | (OfSession & { readonly type: 'AgentLogoutNotCancelled' } & Cancelled)
  /** A contact was taken from the agent because the session ends at once. */
  | (OfSession & { readonly type: 'ContactReleased'; readonly contactId: string; readonly channel: Channel })
  /** A rule of one of the agent's teams is about to act, or would if it were on. */
  | (OfSession & RuleMatched)
  /** A contact that a rule has ended is over. */
  | (OfSession & { readonly type: 'ContactStopped' } & RuledContact)
  /** A contact that a rule should have ended goes on, and the rule gives it up. */
  | (OfSession & { readonly type: 'ContactNotStopped'; readonly because: NotStopped } & RuledContact)
  | (OfSession & AgentSignedOut)
  /** Somebody has ended the hold after a forced logout: the agent can sign in again. The session is the one that was ended. */
  | (OfSession & { readonly type: 'AgentHoldEnded'; readonly order: LogoutOrder } & Canceller);

/** Who has taken it back, unless its deadline has passed. */
interface Cancelled extends Partial<Canceller> {
  readonly order: LogoutOrder;
  readonly cause: 'deadline' | 'cancelled';
}

interface RuleMatched {
  readonly type: 'RuleMatched';
  readonly rule: RuleName;
  readonly mode: ActiveMode;
  /** The team whose rule it is. */
  readonly teamId: string;
  readonly reason: string;
  /** The contact that is too long. */
  readonly contactId?: string;
  readonly channel?: Channel;
}

interface RuledContact {
  readonly contactId: string;
  readonly channel: Channel;
  readonly order: LogoutOrder;
}

/** `notStoppable`: the backend ends no contacts of this kind. `refused`: it does not end this one. `goesOn`: it still shows it. */
export const notStoppedBecause = ['notStoppable', 'refused', 'goesOn'] as const;
export type NotStopped = (typeof notStoppedBecause)[number];

interface AgentSignedOut {
  readonly type: 'AgentSignedOut';
  readonly cause: SignOutCause;
  /** The number that the client gave, 1 to 255, when the cause is `client`. */
  readonly clientCause?: number;
  readonly order?: LogoutOrder;
  /** The logout waited for a contact until its deadline. @default - it did not */
  readonly atDeadline?: true;
  /** Until then the agent cannot sign in. @default - the agent can */
  readonly holdEndsAt?: Instant;
  readonly previousStatus: string;
  /** The contacts that an immediate logout released. */
  readonly releasedContactIds: readonly string[];
}
