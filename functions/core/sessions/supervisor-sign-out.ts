import type { Decision } from '../commit.ts';
import type { Agent, AgentKey } from './agent.ts';
import { isSignedIn, withoutReturn } from './agent.ts';
import { type AgentEvent, causes } from './events.ts';
import { endSession } from './forced-logout.ts';
import { ownSession, type SessionRefusal } from './own-session.ts';
import type { AgentStore, SecurityProfiles } from './ports.ts';
import { mayEndSession, type SessionRights } from './security-profile.ts';
import type { TakeTurn } from './turn.ts';

export type SupervisorSignOutOutcome = {
  readonly type: 'signedOut' | 'notSignedIn' | 'noPermission' | 'oneself' | 'overlapping' | SupervisorRefusal;
};
type SupervisorRefusal = `supervisor:${SessionRefusal}`;

interface Ports {
  readonly agents: Pick<AgentStore, 'load'>;
  readonly profiles: Pick<SecurityProfiles, 'find'>;
  readonly takeTurn: TakeTurn;
  /** Counts what a supervisor asks for, once it is known who that is. @throws when it is too much. */
  readonly admit: (supervisor: AgentKey) => Promise<void>;
}

/** A supervisor signs somebody else out, whatever is in hand there, if the supervisor's security profile allows it. */
export function makeSupervisorSignOut({ agents, profiles, takeTurn, admit }: Ports) {
  return async (supervisor: AgentKey, secretHash: string, targetId: string): Promise<SupervisorSignOutOutcome> => {
    const own = ownSession((await agents.load(supervisor))?.state, secretHash);
    if (own.type !== 'own') return { type: `supervisor:${own.type}` };
    if (targetId === supervisor.agentId) return { type: 'oneself' };
    await admit(supervisor);
    const rights = await rightsOf(own.agent);
    if (!rights) return { type: 'noPermission' };
    const target = { instanceId: supervisor.instanceId, agentId: targetId };
    const outcome = await takeTurn(target, (endTurn) => endTurn((agent) => decide(agent, rights, supervisor.agentId)));
    return { type: outcome.type === 'unknownAgent' ? 'notSignedIn' : outcome.type };
  };

  async function rightsOf({ instanceId, profile: { securityProfileId } }: Agent): Promise<SessionRights | undefined> {
    if (securityProfileId === undefined) return undefined;
    return (await profiles.find(instanceId, securityProfileId))?.endSessions;
  }
}

type Decided = Decision<Agent | undefined, AgentEvent, { readonly type: 'signedOut' | 'notSignedIn' | 'noPermission' }>;

function decide(agent: Agent | undefined, rights: SessionRights, requestedBy: string): Decided {
  const refused = (type: 'notSignedIn' | 'noPermission') => ({ state: agent, events: [], outcome: { type } });
  if (agent && !mayEndSession(rights, agent)) return refused('noPermission');
  if (!isSignedIn(agent)) return { ...refused('notSignedIn'), state: agent && withoutReturn(agent) };
  const { state, events } = endSession(agent, causes.forcedBySupervisor, { requestedBy });
  return { state, events, outcome: { type: 'signedOut' } };
}
