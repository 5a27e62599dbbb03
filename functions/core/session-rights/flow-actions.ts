import type { Admit } from '../access/rate-limit.ts';
import type { SecurityUserClaims, Tokens } from '../access/tokens.ts';
import type { Agent, AgentKey } from '../agents/agent.ts';
import type { ChangeAgent } from '../agents/change-agent.ts';
import type { AgentEvent } from '../agents/events.ts';
import type { Decision } from '../change.ts';
import { forceLogout } from '../forced-logouts/logout-decision.ts';
import type { Instant } from '../instant.ts';
import type { Clock } from '../ports.ts';
import { tokenValidity } from '../retention.ts';
import { mayEndSession, type SecurityUserOutcome, type SessionRights } from './security-profile.ts';

/** The contact that a flow handles at this moment. */
interface OfContact {
  readonly instanceId: string;
  readonly contactId: string;
}

export type SetSecurityUserOutcome =
  | { readonly type: 'set'; readonly securityUser: string }
  | { readonly type: 'unknownAgent' | 'noSecurityProfile' };

interface SetPorts {
  readonly findSecurityUser: (key: AgentKey) => Promise<SecurityUserOutcome>;
  readonly tokens: Pick<Tokens, 'issue'>;
  readonly clock: Clock;
}

/** Gives a flow a token for the agent in whose name it acts, valid for this contact and for a short time. */
export function makeSetSecurityUser({ findSecurityUser, tokens, clock }: SetPorts) {
  return async ({ agentId, ...contact }: OfContact & { agentId: string }): Promise<SetSecurityUserOutcome> => {
    const found = await findSecurityUser({ instanceId: contact.instanceId, agentId });
    if (found.type !== 'found') return { type: found.type };
    const teams = found.rights.of === 'teams' && { teamIds: found.rights.teamIds };
    const expiresAt = clock.now() + tokenValidity.securityUser;
    const securityUser = await tokens.issue({ kind: 'securityUser', ...contact, agentId, ...teams, expiresAt });
    return { type: 'set', securityUser };
  };
}

/** Who ends a session from a flow, and whose sessions that user may end. */
export interface Terminator {
  readonly requestedBy: string;
  readonly rights: SessionRights;
  /** Sessions that began since are not affected: a delayed request must not end the one that came after. */
  readonly requestedAt: Instant;
}

export type TerminateOutcome = { readonly type: 'terminated' | 'alreadySignedOut' | 'unknownAgent' | 'unauthorized' };

/**
 * Ends one session at once, such as one that hangs after a crash. The caller is answered as soon as that is saved; a
 * wake-up publishes the events right after.
 */
export function makeTerminateSession({ changeAgent }: { readonly changeAgent: ChangeAgent }) {
  return (key: AgentKey, by: Terminator): Promise<TerminateOutcome> =>
    changeAgent(key, (agent, now) => terminate(agent, by, now), { publish: 'byWakeUp' });
}

function terminate(
  agent: Agent | undefined,
  { requestedBy, rights, requestedAt }: Terminator,
  now: Instant,
): Decision<Agent | undefined, AgentEvent, TerminateOutcome> {
  const answer = (type: TerminateOutcome['type']) => ({ state: agent, events: [], outcome: { type } });
  if (!agent) return answer('unknownAgent');
  if (!mayEndSession(rights, agent)) return answer('unauthorized');
  const command = { timing: 'immediate', order: { requestedBy }, requestedAt } as const;
  const { state, events, outcome } = forceLogout(agent, command, now);
  return { state, events, outcome: { type: outcome.type === 'loggedOut' ? 'terminated' : 'alreadySignedOut' } };
}

export type TerminateByFlowOutcome =
  | TerminateOutcome
  /** Not issued here; issued too long ago; issued for another contact. */
  | { readonly type: 'forgedSecurityUser' | 'expiredSecurityUser' | 'foreignSecurityUser' }
  | { readonly type: 'tooManyRequests'; readonly retryAfterSeconds: number };

interface Termination extends OfContact {
  readonly securityUser: string;
  /** The agent whose session ends. */
  readonly agentId: string;
}

interface TerminatePorts {
  readonly tokens: Pick<Tokens, 'read'>;
  readonly admit: Admit;
  readonly terminateSession: (key: AgentKey, by: Terminator) => Promise<TerminateOutcome>;
  readonly clock: Clock;
}

/** A flow ends a session in the name of its security user, whose requests are limited in rate. */
export function makeTerminateByFlow({ tokens, admit, terminateSession, clock }: TerminatePorts) {
  return async ({ securityUser, agentId, ...contact }: Termination): Promise<TerminateByFlowOutcome> => {
    const requestedAt = clock.now();
    const claims = await tokens.read(securityUser);
    if (claims === 'expiredToken') return { type: 'expiredSecurityUser' };
    if (typeof claims === 'string' || claims.kind !== 'securityUser') return { type: 'forgedSecurityUser' };
    if (!isOf(claims, contact)) return { type: 'foreignSecurityUser' };
    const { instanceId, agentId: requestedBy, teamIds } = claims;
    const admission = await admit({ instanceId, callerId: `securityUser:${requestedBy}` });
    if (admission.type !== 'admitted') return admission;
    const rights = teamIds ? ({ of: 'teams', teamIds } as const) : ({ of: 'everybody' } as const);
    return terminateSession({ instanceId, agentId }, { requestedBy, rights, requestedAt });
  };
}

const isOf = (claims: SecurityUserClaims, { instanceId, contactId }: OfContact): boolean =>
  claims.instanceId === instanceId && claims.contactId === contactId;
