import { offline } from './agent.ts';
import type { ResultOutcome } from './job-counts.ts';
import type { LogoutOutcome } from './logout-order.ts';
import type { MatchedBy } from './selector.ts';

/** The result of a forced logout for one agent. Statuses are those shown; an unknown or failed agent has none. */
export interface AgentResult {
  readonly agentId: string;
  readonly outcome: ResultOutcome;
  readonly previousStatus?: string;
  readonly currentStatus?: string;
  /** Contacts in hand: released by an immediate logout, waited for by a deferred one. */
  readonly contacts: number;
  readonly matchedBy: MatchedBy;
}

type Countable = Exclude<LogoutOutcome, { type: 'countedElsewhere' }>;

export function agentResult(
  agentId: string,
  outcome: Countable | { type: 'failed' },
  matchedBy: MatchedBy,
): AgentResult {
  const row = { agentId, outcome: outcome.type, contacts: 0, matchedBy };
  switch (outcome.type) {
    case 'loggedOut':
      return { ...row, previousStatus: outcome.previousStatus, currentStatus: offline, contacts: outcome.contacts };
    case 'signedInLater':
    case 'deferred':
      return {
        ...row,
        previousStatus: outcome.previousStatus,
        currentStatus: outcome.previousStatus,
        contacts: outcome.contacts,
      };
    case 'alreadySignedOut':
      return { ...row, previousStatus: offline, currentStatus: offline };
    case 'unknownAgent':
    case 'failed':
      return row;
  }
}
