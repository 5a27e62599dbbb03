import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seconds } from '#core/instant.ts';
import type { Agent } from '#core/sessions/agent.ts';
import type { SessionRights } from '#core/sessions/security-profile.ts';
import { makeSupervisorSignOut } from '#core/sessions/supervisor-sign-out.ts';
import { aContact, anAgent, someDay } from '#test/support/agents.ts';
import { aGateway, aLeasedSession, ann, annSignedIn, sue } from './a-gateway.ts';

const annOf = (teamIds: readonly string[]) => anAgent({ ...ann, teamIds, session: aLeasedSession() });
const teamOne = { of: 'teams', teamIds: ['t1'] } as const;

/** A centre with Sue, who is signed in and may do so much, and Ann. */
async function aCentre(rights: SessionRights | undefined, staff: Agent = annSignedIn()) {
  const session = aLeasedSession({ sessionId: 'sues', secretHash: 'hash of sues' });
  const gateway = await aGateway([anAgent({ ...sue, teamIds: ['t1'], securityProfileId: 'sup', session }), staff]);
  if (rights) await gateway.profiles.put({ instanceId: 'demo', profileId: 'sup', endSessions: rights });
  return {
    ...gateway,
    signOut: (targetId = 'ann', secret = 'sues') => gateway.supervisorSignOut(sue, secret, targetId),
  };
}

describe('a supervisor', () => {
  test('signs somebody out, who is told by the next poll; what is in hand is released first', async () => {
    const { signOut, poll, facts } = await aCentre({ of: 'everybody' }, annSignedIn({ contacts: [aContact('c1')] }));
    expect(await signOut()).toEqual({ type: 'signedOut' });
    expect(facts()).toMatchObject([
      { type: 'ContactReleased', contactId: 'c1' },
      { type: 'AgentLoggedOut', cause: 257, requestedBy: 'sue', releasedContactIds: ['c1'] },
    ]);
    expect(await poll(ann, 'secret-0')).toEqual({ type: 'endedByOthers', signedInAt: someDay, cause: 257 });
  });

  test('of a team signs out its members and nobody else', async () => {
    const member = await aCentre(teamOne, annOf(['t2', 't1']));
    expect(await member.signOut()).toEqual({ type: 'signedOut' });
    const stranger = await aCentre(teamOne, annOf(['t2']));
    expect(await stranger.signOut()).toEqual({ type: 'noPermission' });
    expect((await stranger.agent())?.session).toBeDefined();
  });

  test('whose security profile does not exist may do nothing', async () => {
    expect(await (await aCentre(undefined)).signOut()).toEqual({ type: 'noPermission' });
  });

  test('does not sign out herself', async () => {
    const { signOut, agent } = await aCentre({ of: 'everybody' });
    expect(await signOut('sue')).toEqual({ type: 'oneself' });
    expect((await agent(sue))?.session).toBeDefined();
  });

  test('is told who is not signed in, or unknown', async () => {
    const { signOut } = await aCentre({ of: 'everybody' }, anAgent(ann));
    expect([await signOut('ann'), await signOut('nobody')]).toEqual([{ type: 'notSignedIn' }, { type: 'notSignedIn' }]);
  });

  test('waits for a sign-in or sign-out that is going on', async () => {
    const turn = { turnId: 'other', until: someDay + seconds(15) };
    expect(await (await aCentre({ of: 'everybody' }, { ...annSignedIn(), turn })).signOut()).toEqual({
      type: 'overlapping',
    });
  });

  test('whose own session is over does nothing any more', async () => {
    const { signOut, wake, time, agent } = await aCentre({ of: 'everybody' }, anAgent(ann));
    expect(await signOut('ann', 'guessed')).toEqual({ type: 'supervisor:notYours' });
    time.at = someDay + seconds(120);
    await wake(sue);
    expect((await agent(sue))?.session).toBeUndefined();
    expect(await signOut()).toEqual({ type: 'supervisor:signedOut' });
  });
});

test('for all rights, secrets and targets: whoever is signed out, it was by one who may', async () => {
  const anyTeams = fc.subarray(['t1', 't2', 't3']);
  const anyRights: fc.Arbitrary<SessionRights | undefined> = fc.oneof(
    fc.constantFrom<SessionRights | undefined>(undefined, { of: 'everybody' }),
    anyTeams.map((teamIds) => ({ of: 'teams', teamIds }) as const),
  );
  const anySecret = fc.constantFrom('sues', 'secret-0', 'guessed');
  await fc.assert(
    fc.asyncProperty(anyRights, anyTeams, anySecret, async (rights, teamIds, secret) => {
      const { signOut, agent, facts } = await aCentre(rights, annOf(teamIds));
      const { type } = await signOut('ann', secret);
      const covers = rights?.of === 'everybody' || rights?.teamIds.some((teamId) => teamIds.includes(teamId));
      const may = secret === 'sues' && covers === true;
      expect(type === 'signedOut').toBe(may);
      expect((await agent())?.session === undefined).toBe(may);
      expect(facts()).toHaveLength(may ? 1 : 0);
    }),
  );
});

test('only a supervisor who is known to be one is counted, and who asks too often signs nobody out', async () => {
  const { agents, profiles, agent } = await aCentre({ of: 'everybody' });
  const admitted: string[] = [];
  const never = () => Promise.reject(new Error('Not to be asked'));
  const signOut = makeSupervisorSignOut({
    agents,
    profiles,
    takeTurn: never,
    admit: async ({ agentId }) => {
      admitted.push(agentId);
      throw new Error('Too many');
    },
  });
  expect(await signOut(sue, 'hash of guesses', 'ann')).toEqual({ type: 'supervisor:notYours' });
  expect(admitted).toEqual([]);
  await expect(signOut(sue, 'hash of sues', 'ann')).rejects.toThrow('Too many');
  expect(admitted).toEqual(['sue']);
  expect((await agent())?.session).toBeDefined();
});
