import type { Passes, SecurityUserPass } from './access/passes.ts';
import type { RateLimits, Taken } from './access/rate-limit.ts';
import { minutes, seconds } from './instant.ts';
import type { Clock, Report } from './ports.ts';
import type { AgentKey } from './sessions/agent.ts';
import type { SecurityUserOutcome } from './sessions/security-user.ts';
import type { TerminateOutcome, Terminator } from './sessions/terminate-session.ts';

/** Long enough for a flow to get from one block to the other, waiting included. */
const securityUserGoodFor = minutes(15);

/** The contact that a flow handles at this moment. */
interface OfContact {
  readonly instanceId: string;
  readonly contactId: string;
}

export type SetSecurityUserOutcome =
  | { readonly type: 'set'; readonly securityUser: string }
  | { readonly type: 'unknownAgent' | 'noSecurityProfile' };

/** A flow says in whose name it acts, and gets a token for it that is good for this contact and for a short time. */
export function makeSetSecurityUser({
  findSecurityUser,
  passes,
  clock,
}: {
  readonly findSecurityUser: (key: AgentKey) => Promise<SecurityUserOutcome>;
  readonly passes: Pick<Passes, 'issue'>;
  readonly clock: Clock;
}) {
  return async ({ agentId, ...contact }: OfContact & { agentId: string }): Promise<SetSecurityUserOutcome> => {
    const found = await findSecurityUser({ instanceId: contact.instanceId, agentId });
    if (found.type !== 'found') return { type: found.type };
    const teams = found.rights.of === 'teams' && { teamIds: found.rights.teamIds };
    const expiresAt = clock.now() + securityUserGoodFor;
    const securityUser = await passes.issue({ kind: 'securityUser', ...contact, agentId, ...teams, expiresAt });
    return { type: 'set', securityUser };
  };
}

export type TerminateByFlowOutcome =
  | TerminateOutcome
  /** Not issued here; issued too long ago; issued for another contact. */
  | { readonly type: 'forgedSecurityUser' | 'expiredSecurityUser' | 'foreignSecurityUser' }
  | { readonly type: 'tooManyRequests'; readonly retryAfterSeconds: number };

interface Termination extends OfContact {
  readonly securityUser: string;
  /** Whose session is to end. */
  readonly agentId: string;
}

interface TerminatePorts {
  readonly passes: Pick<Passes, 'read'>;
  readonly limits: RateLimits;
  readonly terminateSession: (key: AgentKey, by: Terminator) => Promise<TerminateOutcome>;
  readonly clock: Clock;
  readonly report: Report;
}

/** A flow ends a session in the name of its security user, who may do so only so often. */
export function makeTerminateByFlow({ passes, limits, terminateSession, clock, report }: TerminatePorts) {
  /** Ending a session matters more than counting who does. */
  const letThrough = (error: unknown): Taken => {
    report('A rate limit could not be asked; a flow was let through', error);
    return { type: 'taken' };
  };
  return async ({ securityUser, agentId, ...contact }: Termination): Promise<TerminateByFlowOutcome> => {
    const orderedAt = clock.now();
    const pass = await passes.read(securityUser);
    if (pass === 'expiredToken') return { type: 'expiredSecurityUser' };
    if (typeof pass === 'string' || pass.kind !== 'securityUser') return { type: 'forgedSecurityUser' };
    if (!isOf(pass, contact)) return { type: 'foreignSecurityUser' };
    const { instanceId, agentId: requestedBy, teamIds } = pass;
    const taken = await limits
      .take({ instanceId, callerId: `securityUser:${requestedBy}` }, clock.now())
      .catch(letThrough);
    if (taken.type === 'empty') {
      return { type: 'tooManyRequests', retryAfterSeconds: Math.ceil(taken.retryAfterMilliseconds / seconds(1)) };
    }
    const rights = teamIds ? ({ of: 'teams', teamIds } as const) : ({ of: 'everybody' } as const);
    return terminateSession({ instanceId, agentId }, { requestedBy, rights, orderedAt });
  };
}

const isOf = (pass: SecurityUserPass, { instanceId, contactId }: OfContact): boolean =>
  pass.instanceId === instanceId && pass.contactId === contactId;
