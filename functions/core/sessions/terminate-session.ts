import type { Decision } from '../commit.ts';
import type { Instant } from '../instant.ts';
import type { Agent, AgentKey } from './agent.ts';
import type { CommitAgent } from './commit-agent.ts';
import type { AgentEvent } from './events.ts';
import { forceLogout } from './forced-logout.ts';
import { mayEndSession, type SessionRights } from './security-profile.ts';

/** Whoever ends sessions from a flow, and whose they may be. */
export interface Terminator {
  readonly requestedBy: string;
  readonly rights: SessionRights;
  /** Sessions begun since are not meant: work that was held up must not end the one that came after. */
  readonly orderedAt: Instant;
}

export type TerminateOutcome = { readonly type: 'terminated' | 'alreadySignedOut' | 'unknownAgent' | 'unauthorized' };

/**
 * Ends one session at once, such as one that hangs after a crash. Whoever asked is answered as soon as that is saved;
 * the events are published right after, by an alarm.
 */
export function makeTerminateSession({ commitAgent }: { readonly commitAgent: CommitAgent }) {
  return (key: AgentKey, by: Terminator): Promise<TerminateOutcome> =>
    commitAgent(key, (agent, now) => terminate(agent, by, now), 'handOff');
}

function terminate(
  agent: Agent | undefined,
  { requestedBy, rights, orderedAt }: Terminator,
  now: Instant,
): Decision<Agent | undefined, AgentEvent, TerminateOutcome> {
  const answer = (type: TerminateOutcome['type']) => ({ state: agent, events: [], outcome: { type } });
  if (!agent) return answer('unknownAgent');
  if (!mayEndSession(rights, agent)) return answer('unauthorized');
  const { state, events, outcome } = forceLogout(agent, { timing: 'immediate', requestedBy, orderedAt }, now);
  return { state, events, outcome: { type: outcome.type === 'loggedOut' ? 'terminated' : 'alreadySignedOut' } };
}
