import type { Agent, AgentKey } from '../agents/agent.ts';
import type { AgentStore } from '../agents/ports.ts';

/** What agents of a profile may do to the sessions of others. */
export interface SecurityProfile {
  readonly instanceId: string;
  readonly profileId: string;
  readonly endSessions: SessionRights;
}

/** Whose sessions somebody may end: everybody's, or those of the members of these teams. */
export type SessionRights =
  | { readonly of: 'everybody' }
  | { readonly of: 'teams'; readonly teamIds: readonly string[] };

/** Keeps security profiles. */
export interface SecurityProfiles {
  find(instanceId: string, profileId: string): Promise<SecurityProfile | undefined>;
  put(profile: SecurityProfile): Promise<void>;
}

/** Whether somebody with these rights may end an agent's session. */
export function mayEndSession(rights: SessionRights, target: Agent): boolean {
  switch (rights.of) {
    case 'everybody':
      return true;
    case 'teams':
      return rights.teamIds.some((teamId) => target.profile.teamIds.includes(teamId));
  }
}

/** What an agent may do to the sessions of others; `undefined` without a security profile. */
export type RightsOf = (agent: Agent) => Promise<SessionRights | undefined>;

export const makeRightsOf =
  (profiles: Pick<SecurityProfiles, 'find'>): RightsOf =>
  async ({ instanceId, profile: { securityProfileId } }) =>
    securityProfileId === undefined ? undefined : (await profiles.find(instanceId, securityProfileId))?.endSessions;

export type SecurityUserOutcome =
  | { readonly type: 'found'; readonly rights: SessionRights }
  | { readonly type: 'unknownAgent' | 'noSecurityProfile' };

/** Finds what the agent that a flow acts for may do. */
export function makeFindSecurityUser(ports: {
  readonly agents: Pick<AgentStore, 'load'>;
  readonly rightsOf: RightsOf;
}) {
  return async (key: AgentKey): Promise<SecurityUserOutcome> => {
    const agent = (await ports.agents.load(key))?.state;
    if (!agent) return { type: 'unknownAgent' };
    const rights = await ports.rightsOf(agent);
    return rights ? { type: 'found', rights } : { type: 'noSecurityProfile' };
  };
}
