import { expect, test } from '@jest/globals';
import type { SecurityProfiles } from '#core/sessions/ports.ts';
import type { SecurityProfile } from '#core/sessions/security-profile.ts';

const aProfile = (says: Partial<SecurityProfile> = {}): SecurityProfile => ({
  instanceId: 'demo',
  profileId: 'supervisor',
  endSessions: { of: 'everybody' },
  ...says,
});

/** What every SecurityProfiles promises. */
export function securityProfilesContract(open: () => Promise<SecurityProfiles>) {
  test('finds a profile as it was put, in its instance alone', async () => {
    const profiles = await open();
    const ofTeams = aProfile({ instanceId: 'other', endSessions: { of: 'teams', teamIds: ['billing', 'sales'] } });
    const ofNobody = aProfile({ profileId: 'agent', endSessions: { of: 'teams', teamIds: [] } });
    for (const profile of [aProfile(), ofTeams, ofNobody]) await profiles.put(profile);
    expect(await profiles.find('demo', 'supervisor')).toEqual(aProfile());
    expect(await profiles.find('other', 'supervisor')).toEqual(ofTeams);
    expect(await profiles.find('demo', 'agent')).toEqual(ofNobody);
    expect(await profiles.find('other', 'agent')).toBeUndefined();
  });

  test('replaces a profile as a whole', async () => {
    const profiles = await open();
    await profiles.put(aProfile({ endSessions: { of: 'teams', teamIds: ['billing'] } }));
    await profiles.put(aProfile());
    expect(await profiles.find('demo', 'supervisor')).toEqual(aProfile());
  });
}
