import type { Admission, Admit } from '../access/rate-limit.ts';
import { type Agent, type AgentKey, isSignedIn, withoutReturn } from '../agents/agent.ts';
import { endSession } from '../agents/end-session.ts';
import type { AgentEvent } from '../agents/events.ts';
import type { LogoutOrder, Origin } from '../agents/logout-order.ts';
import type { AgentStore } from '../agents/ports.ts';
import type { Decision } from '../change.ts';
import { mayEndSession, type RightsOf, type SessionRights } from '../session-rights/security-profile.ts';
import { ownSession, type SessionRefusal } from './own-session.ts';
import type { WithSignInLock } from './sign-in-lock.ts';

export type SupervisorSignOutOutcome =
  | {
      readonly type:
        | 'signedOut'
        | 'notSignedIn'
        | 'noPermission'
        | 'oneself'
        | 'overlapping'
        | `supervisor:${SessionRefusal}`;
    }
  | Exclude<Admission, { type: 'admitted' }>;

interface Ports {
  readonly agents: Pick<AgentStore, 'load'>;
  readonly rightsOf: RightsOf;
  readonly withSignInLock: WithSignInLock;
  readonly admit: Admit;
}

/** The client that sends a request with the secret of a supervisor's session, and where it is. */
interface Sender {
  readonly secretHash: string;
  readonly from: Origin;
}

/** A supervisor signs another agent out, contacts or not, if the supervisor's security profile allows it. */
export function makeSupervisorSignOut({ agents, rightsOf, withSignInLock, admit }: Ports) {
  return async (
    supervisor: AgentKey,
    { secretHash, from }: Sender,
    targetId: string,
  ): Promise<SupervisorSignOutOutcome> => {
    const { instanceId, agentId: supervisorId } = supervisor;
    const own = ownSession((await agents.load(supervisor))?.state, secretHash);
    if (own.type !== 'own') return { type: `supervisor:${own.type}` };
    if (targetId === supervisorId) return { type: 'oneself' };
    const admission = await admit({ instanceId, callerId: `agent:${supervisorId}` });
    if (admission.type !== 'admitted') return admission;
    const rights = await rightsOf(own.agent);
    if (!rights) return { type: 'noPermission' };
    const outcome = await withSignInLock({ instanceId, agentId: targetId }, (change) =>
      change((agent) => decide(agent, rights, { requestedBy: supervisorId, from })),
    );
    return { type: outcome.type === 'unknownAgent' ? 'notSignedIn' : outcome.type };
  };
}

type Decided = Decision<Agent | undefined, AgentEvent, { readonly type: 'signedOut' | 'notSignedIn' | 'noPermission' }>;

function decide(agent: Agent | undefined, rights: SessionRights, order: LogoutOrder): Decided {
  const refused = (type: 'notSignedIn' | 'noPermission') => ({ state: agent, events: [], outcome: { type } });
  if (agent && !mayEndSession(rights, agent)) return refused('noPermission');
  if (!isSignedIn(agent)) return { ...refused('notSignedIn'), state: agent && withoutReturn(agent) };
  const { state, events } = endSession(agent, { cause: 'forced', order });
  return { state, events, outcome: { type: 'signedOut' } };
}
