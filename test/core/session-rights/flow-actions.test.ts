import { describe, expect, test } from '@jest/globals';
import { makeAdmit, type RateLimits, type Taken } from '#core/access/rate-limit.ts';
import type { Claims } from '#core/access/tokens.ts';
import { minutes, seconds } from '#core/instant.ts';
import {
  makeSetSecurityUser,
  makeTerminateByFlow,
  type TerminateOutcome,
  type Terminator,
} from '#core/session-rights/flow-actions.ts';
import type { SecurityUserOutcome, SessionRights } from '#core/session-rights/security-profile.ts';
import { anAgent, ann, aSession, online, someDay } from '#test/support/agents.ts';
import { aContactCentre } from '#test/support/contact-centre.ts';
import { aSecurityUser, someClaims, testTokens } from '#test/support/tokens.ts';

const contact = { instanceId: 'demo', contactId: 'c1' };

describe('setting the security user', () => {
  const set = (found: SecurityUserOutcome) => {
    const { tokens, clock } = testTokens();
    const setSecurityUser = makeSetSecurityUser({ findSecurityUser: async () => found, tokens, clock });
    return { tokens, clock, outcome: setSecurityUser({ ...contact, agentId: 'robot' }) };
  };

  test.each([
    [{ of: 'everybody' } as const, {}],
    [{ of: 'teams', teamIds: ['night'] } as const, { teamIds: ['night'] }],
  ])(
    'gives a token with the rights of its profile, %j, valid for this contact and 15 minutes',
    async (rights, teams) => {
      const { tokens, clock, outcome } = set({ type: 'found', rights });
      const issued = await outcome;
      if (issued.type !== 'set') throw new Error(issued.type);
      const expiresAt = someDay + minutes(15);
      const claims = { kind: 'securityUser', ...contact, agentId: 'robot', ...teams, expiresAt };
      expect(await tokens.read(issued.securityUser)).toEqual(claims);
      clock.at = expiresAt;
      expect(await tokens.read(issued.securityUser)).toBe('expiredToken');
    },
  );

  test.each(['unknownAgent', 'noSecurityProfile'] as const)('gives no token when the outcome is %s', async (type) => {
    expect(await set({ type }).outcome).toEqual({ type });
  });
});

describe('terminating a session in the name of a security user', () => {
  async function terminated(
    claims: Claims,
    {
      at = someDay,
      taken = { type: 'taken', remaining: 4 },
      of = contact,
    }: { at?: number; taken?: Taken | 'fault'; of?: typeof contact } = {},
  ) {
    const { tokens, clock } = testTokens();
    const securityUser = await tokens.issue(claims);
    clock.at = at;
    const requests: (readonly [string, Terminator])[] = [];
    const callers: string[] = [];
    const reports: string[] = [];
    const limits: RateLimits = {
      take: async ({ callerId }) => {
        callers.push(callerId);
        if (taken === 'fault') throw new Error('throttled');
        return taken;
      },
    };
    const terminateByFlow = makeTerminateByFlow({
      tokens,
      admit: makeAdmit({ limits, clock, report: (fault) => reports.push(fault) }),
      terminateSession: async ({ agentId }, by): Promise<TerminateOutcome> => {
        requests.push([agentId, by]);
        return { type: 'terminated' };
      },
      clock,
    });
    const outcome = await terminateByFlow({ ...of, securityUser, agentId: 'crashed' });
    return { outcome, requests, callers, reports };
  }

  test('ends it, with the rights of the security user', async () => {
    const { outcome, requests, callers } = await terminated(aSecurityUser);
    expect(outcome).toEqual({ type: 'terminated' });
    expect(requests).toEqual([
      ['crashed', { requestedBy: 'robot', rights: { of: 'teams', teamIds: ['night', 'day'] }, requestedAt: someDay }],
    ]);
    expect(callers).toEqual(['securityUser:robot']);
    const { teamIds: _, ...everybody } = aSecurityUser;
    expect((await terminated(everybody)).requests[0]?.[1].rights).toEqual({ of: 'everybody' });
  });

  test.each<[string, Claims, Parameters<typeof terminated>[1], string]>([
    ['of a participant', someClaims, {}, 'forgedSecurityUser'],
    ['that has expired', aSecurityUser, { at: aSecurityUser.expiresAt }, 'expiredSecurityUser'],
    ['of another contact', aSecurityUser, { of: { ...contact, contactId: 'c2' } }, 'foreignSecurityUser'],
    ['of another instance', aSecurityUser, { of: { ...contact, instanceId: 'other' } }, 'foreignSecurityUser'],
  ])('with a token %s ends nothing and is not counted against a rate limit', async (_, claims, more, type) => {
    expect(await terminated(claims, more)).toEqual({ outcome: { type }, requests: [], callers: [], reports: [] });
  });

  test('ends it even if the rate limit cannot be read, and that is reported', async () => {
    const { outcome, reports } = await terminated(aSecurityUser, { taken: 'fault' });
    expect([outcome.type, reports.length]).toEqual(['terminated', 1]);
  });

  test('beyond the rate limit ends nothing, and says when to try again', async () => {
    const empty = { type: 'empty', retryAfterMilliseconds: seconds(1) + 1 } as const;
    const { outcome, requests } = await terminated(aSecurityUser, { taken: empty });
    expect(outcome).toEqual({ type: 'tooManyRequests', retryAfterSeconds: 2 });
    expect(requests).toEqual([]);
  });
});

test('a token that was not issued here ends nothing', async () => {
  const { tokens, clock } = testTokens();
  const never = () => Promise.reject(new Error('Not to be called'));
  const terminateByFlow = makeTerminateByFlow({ tokens, admit: never, terminateSession: never, clock });
  expect(await terminateByFlow({ ...contact, securityUser: 'nonsense', agentId: 'crashed' })).toEqual({
    type: 'forgedSecurityUser',
  });
});

test.each<SessionRights>([{ of: 'everybody' }, { of: 'teams', teamIds: ['t1'] }])(
  'in a contact centre a flow ends sessions by its security user’s rights, %j',
  async (endSessions) => {
    const robot = { ...ann, agentId: 'robot' };
    const crashed = anAgent({ ...ann, teamIds: ['t1'], session: aSession() });
    const foreign = online('bob', { teamIds: ['t2'] });
    const centre = await aContactCentre([anAgent({ ...robot, securityProfileId: 'sup' }), crashed, foreign]);
    const profile = { instanceId: 'demo', profileId: 'sup', endSessions };
    await centre.putSecurityProfile(profile);
    expect(await centre.getSecurityProfile('demo', 'sup')).toEqual(profile);
    const set = await centre.setSecurityUser({ ...contact, agentId: 'robot' });
    const securityUser = set.type === 'set' ? set.securityUser : set.type;
    const terminate = (agentId: string) => centre.terminateByFlow({ ...contact, securityUser, agentId });
    expect(await terminate('ann')).toEqual({ type: 'terminated' });
    expect((await centre.agent())?.session).toBeUndefined();
    expect(await terminate('bob')).toEqual({ type: endSessions.of === 'everybody' ? 'terminated' : 'unauthorized' });
    expect(await centre.setSecurityUser({ ...contact, agentId: 'nobody' })).toEqual({ type: 'unknownAgent' });
  },
);
