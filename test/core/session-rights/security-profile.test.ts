import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeFindSecurityUser, makeRightsOf, mayEndSession } from '#core/session-rights/security-profile.ts';
import { anAgent, ann } from '#test/support/agents.ts';
import { anyAgent } from '#test/support/any-agent.ts';
import { aContactCentre } from '#test/support/contact-centre.ts';

describe('a security user', () => {
  const endSessions = { of: 'teams', teamIds: ['t1'] } as const;

  async function find(securityProfileId?: string, instanceId = 'demo') {
    const centre = await aContactCentre([anAgent({ ...ann, ...(securityProfileId && { securityProfileId }) })]);
    await centre.putSecurityProfile({ instanceId, profileId: 'sup', endSessions });
    return makeFindSecurityUser(centre);
  }

  test('has the rights of the agent’s security profile, signed in or not', async () => {
    expect(await (await find('sup'))(ann)).toEqual({ type: 'found', rights: endSessions });
  });

  test('needs a security profile that exists in this instance', async () => {
    expect(await (await find())(ann)).toEqual({ type: 'noSecurityProfile' });
    expect(await (await find('none'))(ann)).toEqual({ type: 'noSecurityProfile' });
    expect(await (await find('sup', 'other'))(ann)).toEqual({ type: 'noSecurityProfile' });
  });

  test('is not looked up if the agent has no security profile', async () => {
    const rightsOf = makeRightsOf({ find: () => Promise.reject(new Error('There is nothing to find')) });
    expect(await rightsOf(anAgent(ann))).toBeUndefined();
  });

  test('is an agent of this instance', async () => {
    const findUser = await find('sup');
    expect(await findUser({ ...ann, agentId: 'nobody' })).toEqual({ type: 'unknownAgent' });
    expect(await findUser({ ...ann, instanceId: 'other' })).toEqual({ type: 'unknownAgent' });
  });
});

test('rights over teams cover exactly their members, rights over everybody cover everybody', () => {
  fc.assert(
    fc.property(anyAgent, fc.subarray(['t1', 't2', 't3']), (agent, teamIds) => {
      const shared = agent.profile.teamIds.filter((teamId) => teamIds.includes(teamId));
      expect(mayEndSession({ of: 'teams', teamIds }, agent)).toBe(shared.length > 0);
      expect(mayEndSession({ of: 'everybody' }, agent)).toBe(true);
    }),
  );
});
