import type { SecurityProfiles } from '#core/sessions/ports.ts';
import type { SecurityProfile } from '#core/sessions/security-profile.ts';

/** Keeps security profiles in memory. */
export function makeMemorySecurityProfiles(): SecurityProfiles {
  const kept = new Map<string, SecurityProfile>();
  return {
    async find(instanceId, profileId) {
      return kept.get(`${instanceId}#${profileId}`);
    },
    async put(profile) {
      kept.set(`${profile.instanceId}#${profile.profileId}`, profile);
    },
  };
}
