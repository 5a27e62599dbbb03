import type { AgentKey } from './agent.ts';
import type { AgentStore, SecurityProfiles } from './ports.ts';
import type { SessionRights } from './security-profile.ts';

export type SecurityUserOutcome =
  | { readonly type: 'found'; readonly rights: SessionRights }
  | { readonly type: 'unknownAgent' | 'noSecurityProfile' };

interface Ports {
  readonly agents: Pick<AgentStore, 'load'>;
  readonly profiles: Pick<SecurityProfiles, 'find'>;
}

/** Who somebody is whom a flow acts for: what the security profile of the agent of this id allows. */
export function makeFindSecurityUser({ agents, profiles }: Ports) {
  return async (key: AgentKey): Promise<SecurityUserOutcome> => {
    const agent = (await agents.load(key))?.state;
    if (!agent) return { type: 'unknownAgent' };
    const { securityProfileId } = agent.profile;
    const profile = securityProfileId && (await profiles.find(key.instanceId, securityProfileId));
    return profile ? { type: 'found', rights: profile.endSessions } : { type: 'noSecurityProfile' };
  };
}
