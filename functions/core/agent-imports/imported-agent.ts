import { type Agent, type AgentKey, isSignedIn } from '../agents/agent.ts';
import type { AgentEvent } from '../agents/events.ts';
import { endUnseen, newAgent, sameMembers } from '../agents/observe.ts';
import type { Decision } from '../change.ts';
import type { Instant } from '../instant.ts';
import type { ImportedProfile } from './ports.ts';

/** A decision about one agent of an import. */
export type ImportDecision = Decision<Agent | undefined, AgentEvent, 'created' | 'changed' | 'same'>;

/**
 * The agent with the profile that the backend knows. What the backend does not show stays, such as the e-mail address and a
 * security profile. Whoever exists is not deleted.
 */
export function importProfile(agent: Agent | undefined, key: AgentKey, imported: ImportedProfile): ImportDecision {
  if (!agent) return decided(withProfile(newAgent(key), imported), 'created');
  if (agent.deletedAt === undefined && isSameProfile(agent, imported)) return decided(agent, 'same');
  const { deletedAt: _, ...existing } = agent;
  return decided(withProfile(existing, imported), 'changed');
}

/** The agent when the backend has nobody of this id any more. The profile stays, and a session ends. */
export function markDeleted(agent: Agent | undefined, now: Instant): ImportDecision {
  if (!agent || agent.deletedAt !== undefined) return decided(agent, 'same');
  const { state, events } = isSignedIn(agent) ? endUnseen(agent) : { state: agent, events: [] };
  const { owedOffline: _, ...rest } = state;
  const signedOut = { ...rest, deletedAt: now, ...(isSignedIn(agent) && { signedOutAt: now }) };
  return { state: signedOut, events, outcome: 'changed' };
}

const decided = (state: Agent | undefined, outcome: ImportDecision['outcome']): ImportDecision => ({
  state,
  events: [],
  outcome,
});

const withProfile = (agent: Agent, imported: ImportedProfile): Agent => ({
  ...agent,
  profile: { ...agent.profile, ...imported },
});

const isSameProfile = ({ profile }: Agent, { name, agentNumber, teamIds }: ImportedProfile) =>
  profile.name === name && profile.agentNumber === agentNumber && sameMembers(profile.teamIds, teamIds);
