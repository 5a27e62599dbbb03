import type { AgentResult } from '#core/sessions/agent-result.ts';
import type { ResultOutcome } from '#core/sessions/job-counts.ts';

/** The outcomes by the names the own API has promised. */
const outcomeNames = {
  loggedOut: 'loggedOut',
  deferred: 'deferred',
  signedInLater: 'signedInLater',
  alreadySignedOut: 'alreadySignedOut',
  unknownAgent: 'unknownAgent',
  failed: 'failed',
} as const satisfies Record<ResultOutcome, string>;

/** What became of one agent, without a word of who that is: results are kept longer than they are looked at. */
export const resultView = ({ agentId, outcome, previousStatus, currentStatus, contacts, matchedBy }: AgentResult) => ({
  agentId,
  outcome: outcomeNames[outcome],
  previousStatus: previousStatus ?? null,
  currentStatus: currentStatus ?? null,
  contacts,
  matchedBy,
});
