import { describe, expect, test } from '@jest/globals';
import type { Pass } from '#core/access/passes.ts';
import type { Taken } from '#core/access/rate-limit.ts';
import { makeSetSecurityUser, makeTerminateByFlow } from '#core/act-for-flow.ts';
import { minutes, seconds } from '#core/instant.ts';
import type { SecurityUserOutcome } from '#core/sessions/security-user.ts';
import type { TerminateOutcome, Terminator } from '#core/sessions/terminate-session.ts';
import { someDay } from '#test/support/agents.ts';
import { aPass, aSecurityUser, thesePasses } from '#test/support/passes.ts';

const contact = { instanceId: 'demo', contactId: 'c1' };

describe('setting the security user', () => {
  const set = (found: SecurityUserOutcome) => {
    const { passes, clock } = thesePasses();
    const setSecurityUser = makeSetSecurityUser({ findSecurityUser: async () => found, passes, clock });
    return { passes, clock, outcome: setSecurityUser({ ...contact, agentId: 'robot' }) };
  };

  test.each([
    [{ of: 'everybody' } as const, {}],
    [{ of: 'teams', teamIds: ['night'] } as const, { teamIds: ['night'] }],
  ])(
    'gives a token with what its profile allows, %j, good for this contact and a quarter of an hour',
    async (rights, teams) => {
      const { passes, clock, outcome } = set({ type: 'found', rights });
      const issued = await outcome;
      if (issued.type !== 'set') throw new Error(issued.type);
      const expiresAt = someDay + minutes(15);
      const pass = { kind: 'securityUser', ...contact, agentId: 'robot', ...teams, expiresAt };
      expect(await passes.read(issued.securityUser)).toEqual(pass);
      clock.at = expiresAt;
      expect(await passes.read(issued.securityUser)).toBe('expiredToken');
    },
  );

  test.each(['unknownAgent', 'noSecurityProfile'] as const)('gives nothing when there is %s', async (type) => {
    expect(await set({ type }).outcome).toEqual({ type });
  });
});

describe('ending a session in the name of a security user', () => {
  async function ends(
    pass: Pass,
    {
      at = someDay,
      taken = { type: 'taken' },
      of = contact,
    }: { at?: number; taken?: Taken | 'fault'; of?: typeof contact } = {},
  ) {
    const { passes, clock } = thesePasses();
    const securityUser = await passes.issue(pass);
    clock.at = at;
    const asked: (readonly [string, Terminator])[] = [];
    const takenBy: string[] = [];
    const reports: string[] = [];
    const terminate = makeTerminateByFlow({
      passes,
      limits: {
        take: async ({ callerId }) => {
          takenBy.push(callerId);
          if (taken === 'fault') throw new Error('throttled');
          return taken;
        },
      },
      terminateSession: async ({ agentId }, by): Promise<TerminateOutcome> => {
        asked.push([agentId, by]);
        return { type: 'terminated' };
      },
      clock,
      report: (fault) => reports.push(fault),
    });
    return { reports, outcome: await terminate({ ...of, securityUser, agentId: 'crashed' }), asked, takenBy };
  }

  test('ends it, with the rights of the security user and in its name', async () => {
    const { outcome, asked, takenBy } = await ends(aSecurityUser);
    expect(outcome).toEqual({ type: 'terminated' });
    expect(asked).toEqual([
      ['crashed', { requestedBy: 'robot', rights: { of: 'teams', teamIds: ['night', 'day'] }, orderedAt: someDay }],
    ]);
    expect(takenBy).toEqual(['securityUser:robot']);
    const { teamIds: _, ...everybody } = aSecurityUser;
    expect((await ends(everybody)).asked[0]?.[1].rights).toEqual({ of: 'everybody' });
  });

  test.each<[string, Pass, Parameters<typeof ends>[1], string]>([
    ['of a participant', aPass, {}, 'forgedSecurityUser'],
    ['that has expired', aSecurityUser, { at: aSecurityUser.expiresAt }, 'expiredSecurityUser'],
    ['of another contact', aSecurityUser, { of: { ...contact, contactId: 'c2' } }, 'foreignSecurityUser'],
    ['of another instance', aSecurityUser, { of: { ...contact, instanceId: 'other' } }, 'foreignSecurityUser'],
  ])('with a token %s ends nothing and takes nobody’s turn', async (_, pass, more, type) => {
    expect(await ends(pass, more)).toEqual({ outcome: { type }, asked: [], takenBy: [], reports: [] });
  });

  test('ends it even when the rate limit cannot be asked, and somebody is told', async () => {
    const { outcome, reports } = await ends(aSecurityUser, { taken: 'fault' });
    expect([outcome.type, reports.length]).toEqual(['terminated', 1]);
  });

  test('of somebody who asks too often ends nothing, and says when to come again', async () => {
    const empty = { type: 'empty', retryAfterMilliseconds: seconds(1) + 1 } as const;
    const { outcome, asked } = await ends(aSecurityUser, { taken: empty });
    expect(outcome).toEqual({ type: 'tooManyRequests', retryAfterSeconds: 2 });
    expect(asked).toEqual([]);
  });
});

test('a token that nobody has issued ends nothing', async () => {
  const { passes, clock } = thesePasses();
  const never = () => Promise.reject(new Error('Not to be asked'));
  const terminate = makeTerminateByFlow({
    passes,
    limits: { take: never },
    terminateSession: never,
    clock,
    report: () => {},
  });
  expect(await terminate({ ...contact, securityUser: 'nonsense', agentId: 'crashed' })).toEqual({
    type: 'forgedSecurityUser',
  });
});
