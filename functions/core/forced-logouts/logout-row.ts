import type { Agent, Profile } from '../agents/agent.ts';
import type { LogoutOutcome } from '../agents/logout-order.ts';
import type { NotForced } from './logout-decision.ts';
import { type AgentResult, agentResult } from './result.ts';
import { reasonOf } from './selection.ts';
import type { MatchedEntry, Selector } from './selector.ts';

/** The result for one agent, with the profile if the agent is known. */
export interface LogoutRow extends AgentResult {
  readonly profile?: Profile;
}

/** Nobody whom only a team, an address or a status has matched has a row without being signed in there. */
export function rowOf(
  agentId: string,
  outcome: Exclude<LogoutOutcome, { type: 'ordered' }> | NotForced,
  { entry, selector }: { readonly entry: MatchedEntry; readonly selector: Selector },
  agent: Agent | undefined,
): LogoutRow | undefined {
  if (outcome.type === 'notSelected') return undefined;
  if (outcome.type === 'countedElsewhere') throw new Error('A logout outside a job has met a job');
  if (outcome.type === 'alreadySignedOut' && !('agentId' in entry)) return undefined;
  const matchedBy = reasonOf(entry, selector, 'previousStatus' in outcome ? outcome.previousStatus : undefined);
  const isShown = !(outcome.type === 'skipped' && outcome.why === 'notPermitted');
  return { ...agentResult(agentId, outcome, matchedBy), ...(agent && isShown && { profile: agent.profile }) };
}
