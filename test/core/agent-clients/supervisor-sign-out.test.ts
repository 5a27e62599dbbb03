import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Agent } from '#core/agents/agent.ts';
import { seconds } from '#core/instant.ts';
import type { SessionRights } from '#core/session-rights/security-profile.ts';
import { aContact, anAgent, ann, someDay } from '#test/support/agents.ts';
import { aContactCentre, aLeasedSession, annSignedIn, makeUseCases, sue } from '#test/support/contact-centre.ts';

const annOf = (teamIds: readonly string[]) => anAgent({ ...ann, teamIds, session: aLeasedSession() });
const from = { via: 'session', ipAddress: '203.0.113.9' } as const;
const teamOne = { of: 'teams', teamIds: ['t1'] } as const;

/** A contact centre with Ann, and with Sue, who is signed in and has these rights. */
async function aCentre(rights: SessionRights | undefined, staff: Agent = annSignedIn()) {
  const session = aLeasedSession({ sessionId: 'sues', secretHash: 'hash of sues' });
  const centre = await aContactCentre([anAgent({ ...sue, teamIds: ['t1'], securityProfileId: 'sup', session }), staff]);
  if (rights) await centre.putSecurityProfile({ instanceId: 'demo', profileId: 'sup', endSessions: rights });
  return {
    ...centre,
    supervisorSignOut: (targetId = 'ann', secret = 'sues') => centre.supervisorSignOut(sue, { secret, from }, targetId),
  };
}

describe('a supervisor', () => {
  test('signs an agent out; the contacts are released first, and the agent’s next poll reports the end', async () => {
    const { supervisorSignOut, poll, facts } = await aCentre(
      { of: 'everybody' },
      annSignedIn({ contacts: [aContact('c1')] }),
    );
    expect(await supervisorSignOut()).toEqual({ type: 'signedOut' });
    expect(facts()).toMatchObject([
      { type: 'ContactReleased', contactId: 'c1' },
      { type: 'AgentSignedOut', cause: 'forced', order: { requestedBy: 'sue', from }, releasedContactIds: ['c1'] },
    ]);
    expect(await poll(ann, 'secret-0')).toEqual({ type: 'endedByOthers', signedInAt: someDay });
  });

  test('of a team signs out its members and nobody else', async () => {
    const member = await aCentre(teamOne, annOf(['t2', 't1']));
    expect(await member.supervisorSignOut()).toEqual({ type: 'signedOut' });
    const stranger = await aCentre(teamOne, annOf(['t2']));
    expect(await stranger.supervisorSignOut()).toEqual({ type: 'noPermission' });
    expect((await stranger.agent())?.session).toBeDefined();
  });

  test('whose security profile does not exist has no permission', async () => {
    expect(await (await aCentre(undefined)).supervisorSignOut()).toEqual({ type: 'noPermission' });
  });

  test('who is unknown is refused', async () => {
    const { supervisorSignOut } = await aContactCentre([annSignedIn()]);
    expect(await supervisorSignOut(sue, { secret: 'sues', from }, 'ann')).toEqual({ type: 'supervisor:notYours' });
  });

  test('cannot sign out herself', async () => {
    const { supervisorSignOut, agent } = await aCentre({ of: 'everybody' });
    expect(await supervisorSignOut('sue')).toEqual({ type: 'oneself' });
    expect((await agent(sue))?.session).toBeDefined();
  });

  test('gets the same outcome for an agent who is signed out and one who is unknown', async () => {
    const { supervisorSignOut } = await aCentre({ of: 'everybody' }, anAgent(ann));
    expect([await supervisorSignOut('ann'), await supervisorSignOut('nobody')]).toEqual([
      { type: 'notSignedIn' },
      { type: 'notSignedIn' },
    ]);
  });

  test('ends the session of an agent whose client has just left for good: the client cannot come back', async () => {
    const centre = await aCentre({ of: 'everybody' });
    await centre.wakeAgent(ann);
    await centre.leave(ann, { sessionId: 'session-1', sentAt: 1, withinSeconds: 1 });
    await centre.advanceTo(someDay + seconds(1));
    expect(await centre.supervisorSignOut()).toEqual({ type: 'notSignedIn' });
    expect(await centre.heartbeat(ann, { sessionId: 'session-1', sentAt: 2 })).toMatchObject({ type: 'over' });
    expect((await centre.agent())?.session).toBeUndefined();
  });

  test('is refused while another sign-in or sign-out is in progress', async () => {
    const signInLock = { lockId: 'other', until: someDay + seconds(15) };
    expect(await (await aCentre({ of: 'everybody' }, { ...annSignedIn(), signInLock })).supervisorSignOut()).toEqual({
      type: 'overlapping',
    });
  });

  test('whose own session is over is refused', async () => {
    const { supervisorSignOut, wakeAgent, time, agent } = await aCentre({ of: 'everybody' }, anAgent(ann));
    expect(await supervisorSignOut('ann', 'guessed')).toEqual({ type: 'supervisor:notYours' });
    time.at = someDay + seconds(120);
    await wakeAgent(sue);
    expect((await agent(sue))?.session).toBeUndefined();
    expect(await supervisorSignOut()).toEqual({ type: 'supervisor:signedOut' });
  });
});

test('with any rights, secret and target, an agent is signed out only by a supervisor who may', async () => {
  const anyTeams = fc.subarray(['t1', 't2', 't3']);
  const anyRights: fc.Arbitrary<SessionRights | undefined> = fc.oneof(
    fc.constantFrom<SessionRights | undefined>(undefined, { of: 'everybody' }),
    anyTeams.map((teamIds) => ({ of: 'teams', teamIds }) as const),
  );
  const anySecret = fc.constantFrom('sues', 'secret-0', 'guessed');
  await fc.assert(
    fc.asyncProperty(anyRights, anyTeams, anySecret, async (rights, teamIds, secret) => {
      const { supervisorSignOut, agent, facts } = await aCentre(rights, annOf(teamIds));
      const { type } = await supervisorSignOut('ann', secret);
      const covers = rights?.of === 'everybody' || rights?.teamIds.some((teamId) => teamIds.includes(teamId));
      const may = secret === 'sues' && covers === true;
      expect(type === 'signedOut').toBe(may);
      expect((await agent())?.session === undefined).toBe(may);
      expect(facts()).toHaveLength(may ? 1 : 0);
    }),
  );
});

test('only a supervisor with the right secret is counted, and beyond the rate limit nobody is signed out', async () => {
  const centre = await aCentre({ of: 'everybody' });
  const callers: string[] = [];
  const { supervisorSignOut } = makeUseCases({
    ...centre,
    admit: async ({ callerId }) => {
      callers.push(callerId);
      return { type: 'tooManyRequests', retryAfterSeconds: 3 };
    },
  });
  expect(await supervisorSignOut(sue, { secret: 'guesses', from }, 'ann')).toEqual({ type: 'supervisor:notYours' });
  expect(callers).toEqual([]);
  expect(await supervisorSignOut(sue, { secret: 'sues', from }, 'ann')).toEqual({
    type: 'tooManyRequests',
    retryAfterSeconds: 3,
  });
  expect(callers).toEqual(['agent:sue']);
  expect((await centre.agent())?.session).toBeDefined();
});
