import type { Admit } from '../access/rate-limit.ts';
import type { SecurityUserClaims, Tokens } from '../access/tokens.ts';
import type { Agent, AgentKey } from '../agents/agent.ts';
import type { AgentEvent } from '../agents/events.ts';
import type { LogoutOutcome } from '../agents/logout-order.ts';
import type { Decision } from '../change.ts';
import type { LogOutAgent } from '../forced-logouts/log-out-agent.ts';
import { type ForceLogout, forceLogout } from '../forced-logouts/logout-decision.ts';
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
export function makeTerminateSession({ logOutAgent }: { readonly logOutAgent: LogOutAgent }) {
  return async (key: AgentKey, { requestedBy, rights, requestedAt }: Terminator): Promise<TerminateOutcome> => {
    const { outcome } = await logOutAgent(key, {
      command: { timing: 'immediate', order: { requestedBy, from: { via: 'flow' } }, requestedAt },
      decide: (agent, command, now) => terminate(agent, rights, command, now),
      options: { publish: 'byWakeUp' },
      lane: 'urgent',
    });
    switch (outcome.type) {
      case 'unknownAgent':
      case 'unauthorized':
        return { type: outcome.type };
      case 'loggedOut':
        return { type: 'terminated' };
      case 'unconfirmed':
      case 'deferred':
        throw new Error(
          'The contact centre has not shown in time that the session has ended; it is told again until it does',
        );
      case 'alreadySignedOut':
      case 'signedInLater':
      case 'countedElsewhere':
        return { type: 'alreadySignedOut' };
    }
  };
}

function terminate(
  agent: Agent | undefined,
  rights: SessionRights,
  command: ForceLogout,
  now: Instant,
): Decision<Agent | undefined, AgentEvent, LogoutOutcome | { readonly type: 'unauthorized' }> {
  if (agent && !mayEndSession(rights, agent)) return { state: agent, events: [], outcome: { type: 'unauthorized' } };
  return forceLogout(agent, command, now);
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
