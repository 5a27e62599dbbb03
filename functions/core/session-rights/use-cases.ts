import type { Admit } from '../access/rate-limit.ts';
import type { Tokens } from '../access/tokens.ts';
import type { AgentStore } from '../agents/ports.ts';
import type { AgentUseCases } from '../agents/use-cases.ts';
import { makeLogOutAgent } from '../forced-logouts/log-out-agent.ts';
import type { Clock, Ids, Pauses, Report } from '../ports.ts';
import { makeSetSecurityUser, makeTerminateByFlow, makeTerminateSession } from './flow-actions.ts';
import { makeFindSecurityUser, makeRightsOf, type SecurityProfile, type SecurityProfiles } from './security-profile.ts';

export interface SessionRightsPorts {
  readonly agents: Pick<AgentStore, 'load'>;
  readonly profiles: SecurityProfiles;
  readonly tokens: Tokens;
  readonly admit: Admit;
  readonly clock: Clock;
  readonly pauses: Pauses;
  readonly ids: Ids;
  readonly report: Report;
}

export type SessionRightsUseCases = ReturnType<typeof makeSessionRightsUseCases>;

/** Who may end whose sessions, and what flows do in the name of such a user. */
export function makeSessionRightsUseCases(
  ports: SessionRightsPorts,
  { changeAgent, backends }: Pick<AgentUseCases, 'changeAgent' | 'backends'>,
) {
  const { profiles } = ports;
  const rightsOf = makeRightsOf(profiles);
  const terminateSession = makeTerminateSession({ logOutAgent: makeLogOutAgent({ ...ports, changeAgent, backends }) });

  return {
    rightsOf,
    getSecurityProfile: (instanceId: string, profileId: string) => profiles.find(instanceId, profileId),
    putSecurityProfile: (profile: SecurityProfile) => profiles.put(profile),
    setSecurityUser: makeSetSecurityUser({ ...ports, findSecurityUser: makeFindSecurityUser({ ...ports, rightsOf }) }),
    terminateSession,
    terminateByFlow: makeTerminateByFlow({ ...ports, terminateSession }),
  };
}
