import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mayEndSession } from '#core/sessions/security-profile.ts';
import { makeFindSecurityUser } from '#core/sessions/security-user.ts';
import { anAgent } from '#test/support/agents.ts';
import { aGateway, ann } from './a-gateway.ts';
import { anyAgent } from './any-agent.ts';

describe('a security user', () => {
  const endSessions = { of: 'teams', teamIds: ['t1'] } as const;

  async function find(securityProfileId?: string, instanceId = 'demo') {
    const gateway = await aGateway([anAgent({ ...ann, ...(securityProfileId && { securityProfileId }) })]);
    await gateway.profiles.put({ instanceId, profileId: 'sup', endSessions });
    return makeFindSecurityUser(gateway);
  }

  test('may do what the security profile of that agent says, signed in or not', async () => {
    expect(await (await find('sup'))(ann)).toEqual({ type: 'found', rights: endSessions });
  });

  test('is nobody who has no security profile, or one that does not exist in this instance', async () => {
    expect(await (await find())(ann)).toEqual({ type: 'noSecurityProfile' });
    expect(await (await find('none'))(ann)).toEqual({ type: 'noSecurityProfile' });
    expect(await (await find('sup', 'other'))(ann)).toEqual({ type: 'noSecurityProfile' });
  });

  test('is no agent who is not known in this instance', async () => {
    const findUser = await find('sup');
    expect(await findUser({ ...ann, agentId: 'nobody' })).toEqual({ type: 'unknownAgent' });
    expect(await findUser({ ...ann, instanceId: 'other' })).toEqual({ type: 'unknownAgent' });
  });
});

test('rights over teams reach exactly their members, rights over everybody reach everybody', () => {
  fc.assert(
    fc.property(anyAgent, fc.subarray(['t1', 't2', 't3']), (agent, teamIds) => {
      const shared = agent.profile.teamIds.filter((teamId) => teamIds.includes(teamId));
      expect(mayEndSession({ of: 'teams', teamIds }, agent)).toBe(shared.length > 0);
      expect(mayEndSession({ of: 'everybody' }, agent)).toBe(true);
    }),
  );
});
