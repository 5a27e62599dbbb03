import { describe, expect, test } from '@jest/globals';
import type { Agent, Session } from '#core/agents/agent.ts';
import type { Observation } from '#core/agents/backend.ts';
import { type Asked, BackendError } from '#core/backend-calls.ts';
import { minutes, seconds } from '#core/instant.ts';
import { ann, aPendingLogout, someDay } from '#test/support/agents.ts';
import { anOwnedCentre } from '#test/support/owned-centre.ts';
import { aShownContact, atWork, notAtWork } from './observations.ts';

const ahead = someDay + minutes(60);

describe('what a backend shows of an agent', () => {
  test.each<[string, Observation, object]>([
    ['at work', atWork({ at: ahead }), { seen: { at: someDay, statusSince: someDay } }],
    [
      'in a status that is yet to begin',
      atWork({ status: { name: 'Available', type: 'ROUTABLE', since: ahead } }),
      { seen: { at: someDay, statusSince: someDay }, session: { signedInAt: someDay, statusSince: someDay } },
    ],
    ['gone', notAtWork('offline', { at: ahead, isEvent: true }), { seen: { at: someDay }, signedOutAt: someDay }],
  ])('is not true before it happens, if its clock is ahead: %s', async (_, observation, agent) => {
    const centre = await anOwnedCentre();
    await centre.followBackend(ann, observation);
    expect(await centre.getAgent(ann)).toMatchObject(agent);
  });

  test('begins each session with an id of its own', async () => {
    const centre = await anOwnedCentre();
    const begins = async () => {
      centre.works(ann);
      const { agent } = await centre.followBackend(ann, await centre.backend.observe(ann, 'urgent'));
      return agent?.session?.sessionId;
    };
    const first = await begins();
    centre.time.at += seconds(1);
    await centre.followBackend(ann, notAtWork('offline', { at: centre.time.at }));
    centre.time.at += seconds(1);
    const second = await begins();
    expect(new Set([undefined, first, second]).size).toBe(3);
  });

  test('says whether it was time to look, which is so once', async () => {
    const centre = await anOwnedCentre();
    centre.works(ann, [{}]);
    await centre.advance(seconds(60));
    await centre.logOut();
    const look = async () =>
      (await centre.followBackend(ann, await centre.backend.observe(ann, 'urgent'), { isCheck: true })).wasDue;
    const { checkAt } = (await centre.getAgent(ann))?.session?.pendingLogout?.inBackend ?? { checkAt: 0 };
    centre.time.at = checkAt - 1;
    expect(await look()).toBe(false);
    centre.time.at = ((await centre.getAgent(ann))?.session?.pendingLogout?.inBackend ?? { checkAt: 0 }).checkAt;
    expect([await look(), await look()]).toEqual([true, false]);
  });
});

/** Ann is at work with a logout that comes due, and what a backend is told then. */
async function aDueCentre(
  { timing = 'afterContact', jobId }: { timing?: 'afterContact' | 'immediate'; jobId?: number } = {},
  shown: Partial<Session> = {},
) {
  const centre = await anOwnedCentre();
  centre.works(ann);
  await centre.followBackend(ann, await centre.backend.observe(ann, 'urgent'));
  const inBackend = { timing, checkAt: someDay, checks: 0 } as const;
  const pendingLogout = { ...aPendingLogout(jobId === undefined ? {} : { jobId }), inBackend };
  await centre.changeAgent(ann, (agent) => ({
    state: agent?.session && { ...agent, session: { ...agent.session, ...shown, pendingLogout } },
    events: [],
    outcome: undefined,
  }));
  centre.calls.length = 0;
  return centre;
}

describe('a look at a backend that owes something', () => {
  test('tells it, and follows what it shows of that', async () => {
    const centre = await aDueCentre();
    await centre.wakeAgent(ann);
    expect(centre.calls).toEqual(['observe ann', 'goOffline ann', 'observe ann']);
    expect(centre.facts()).toEqual(['AgentSignedIn', 'AgentSignedOut']);
  });

  test('clears what ended contacts leave, and tells nothing twice', async () => {
    const centre = await aDueCentre({ timing: 'immediate' });
    centre.has(ann, [{}]);
    await centre.wakeAgent(ann);
    const look = 'observe ann';
    expect(centre.calls).toEqual([look, 'goOffline ann', 'stop c1', look, 'clear c1', look]);
    expect(centre.facts().at(-1)).toBe('AgentSignedOut');
  });

  test.each([
    ['afterContact', 2],
    ['immediate', 3],
  ] as const)('tells it once that an agent on a call goes (%s, %d looks)', async (timing, looks) => {
    const centre = await aDueCentre({ timing });
    centre.has(ann, [{ canBeStopped: false }]);
    await centre.wakeAgent(ann);
    expect(centre.calls.filter((call) => call !== 'observe ann')).toEqual(['goOffline ann']);
    expect(centre.calls).toHaveLength(1 + looks);
  });

  test('leaves alone an agent who has signed out here and goes there', async () => {
    const centre = await anOwnedCentre();
    centre.works(ann, [{}, { contactId: 'c2', phase: 'missed' }]);
    const owedOffline = { checkAt: someDay, checks: 0 };
    const owes = (agent: Agent | undefined) => ({
      state: agent && { ...agent, signedOutAt: someDay, owedOffline },
      events: [],
    });
    await centre.changeAgent(ann, (agent) => ({ ...owes(agent), outcome: undefined }));
    await centre.wakeAgent(ann);
    expect(centre.calls).toEqual(['observe ann', 'clear c2', 'goOffline ann', 'observe ann']);
    centre.has(ann, [{}, { contactId: 'c3', phase: 'missed' }]);
    centre.calls.length = 0;
    await centre.advance(seconds(30));
    expect(centre.calls).toEqual(['observe ann']);
  });

  test('is not made again later because of what is seen in between', async () => {
    const centre = await aDueCentre();
    await centre.followBackend(ann, await centre.backend.observe(ann, 'urgent'));
    expect((await centre.getAgent(ann))?.session?.pendingLogout?.inBackend).toMatchObject({ checkAt: someDay });
  });

  test('is not one for a wake-up that fires twice', async () => {
    const centre = await aDueCentre();
    centre.backend.goOffline = async () => void centre.calls.push('goOffline ann');
    await centre.wakeAgent(ann);
    await centre.wakeAgent(ann);
    expect(centre.calls.filter((call) => call === 'goOffline ann')).toHaveLength(1);
  });

  test('tells nothing if the backend shows that the agent has gone', async () => {
    const centre = await aDueCentre();
    await centre.backend.goOffline(ann, 'urgent');
    centre.calls.length = 0;
    await centre.wakeAgent(ann);
    expect(centre.calls).toEqual(['observe ann']);
  });

  test.each(['refused', 'denied', 'unavailable', 'busy'] as const)(
    'that is %s for somebody fails if another attempt may help, and is made again later otherwise',
    async (fault) => {
      const centre = await aDueCentre();
      const error = new BackendError(fault, 'No');
      centre.backend.goOffline = () => Promise.reject(error);
      const look = centre.wakeAgent(ann);
      if (fault === 'unavailable' || fault === 'busy') return expect(look).rejects.toBe(error);
      await look;
      expect(centre.reports).toHaveLength(1);
      expect(centre.wakeUps.pending().at(-1)).toMatchObject({ at: someDay + seconds(30) });
    },
  );
});

describe('a look at an agent whom a rule may take out', () => {
  /** Ann has been on a break for longer than a rule of her team allows. */
  async function onABreak() {
    const centre = await anOwnedCentre({ teamIds: ['sales'] });
    await centre.putTeamRules('demo', { teamId: 'sales', minutesInStatus: { mode: 'on', minutes: 30 } });
    centre.works(ann, [], 'Break');
    await centre.reconcile('demo');
    await centre.advance(minutes(29));
    return centre;
  }

  test('waits for its quota for four seconds at most, and fails later if the backend does not answer', async () => {
    const centre = await onABreak();
    const asked: Asked[] = [];
    const { observe } = centre.backend;
    centre.backend.observe = (key, how) => {
      asked.push(how);
      return observe(key, how);
    };
    centre.backend.goOffline = () => Promise.reject(new BackendError('unavailable', 'It does not answer'));
    await centre.advance(minutes(1));
    expect(asked).toEqual([{ lane: 'job', until: someDay + minutes(30) + seconds(4) }]);
    expect(centre.reports).toHaveLength(1);
  });
});

test('a contact that a rule has ended is looked at again at once', async () => {
  const centre = await anOwnedCentre({ teamIds: ['sales'] });
  await centre.putTeamRules('demo', { teamId: 'sales', longContact: { mode: 'on', hours: 1 } });
  centre.works(ann, [{}]);
  await centre.reconcile('demo');
  await centre.advance(minutes(60));
  expect(centre.calls).toEqual(['observe ann', 'stop c1', 'observe ann']);
  expect(centre.facts()).toEqual(['AgentSignedIn', 'RuleMatched', 'AgentStatusChanged', 'ContactStopped']);
});

test('a contact that rings is one of the agent from when it began', async () => {
  const centre = await anOwnedCentre();
  const ringing = aShownContact('c1', { phase: 'ringing', since: someDay - 5 });
  const { agent } = await centre.followBackend(ann, atWork({ contacts: [ringing] }));
  expect(agent?.session?.contacts).toStrictEqual([{ contactId: 'c1', channel: 'VOICE', beganAt: someDay - 5 }]);
});
