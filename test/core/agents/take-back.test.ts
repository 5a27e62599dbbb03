import { describe, expect, test } from '@jest/globals';
import type { LogoutOrder } from '#core/agents/logout-order.ts';
import { type Asked, BackendError } from '#core/backend-calls.ts';
import { minutes, seconds } from '#core/instant.ts';
import { ann, anOrder, aPendingLogout } from '#test/support/agents.ts';
import { anOwnedCentre } from '#test/support/owned-centre.ts';

const boss = { cancelledBy: 'boss' } as const;

/** Ann is on a call, and her logout waits for its end in the backend. */
async function aWaitingCentre({ lag = 0, ...order }: { lag?: number } & Partial<LogoutOrder> = {}) {
  const centre = await anOwnedCentre({ lag });
  centre.works(ann, [{}]);
  await centre.advance(minutes(1));
  const requestedAt = centre.time.at;
  await centre.logOut('afterContact', anOrder({ holdMinutes: 9, ...order }));
  centre.calls.length = 0;
  const session = async () => (await centre.getAgent(ann))?.session;
  const keeps = () => centre.calls.filter((call) => call.startsWith('keepOnline'));
  return { ...centre, requestedAt, session, keeps };
}

describe('a logout that a backend carries out', () => {
  test('is taken back when the backend shows that the agent stays, and no later look orders it again', async () => {
    const centre = await aWaitingCentre();
    const before = await centre.session();
    expect(await centre.cancelLogout(ann, boss)).toEqual({ type: 'cancelled' });
    const { pendingLogout: _, ...session } = before ?? {};
    expect(await centre.session()).toStrictEqual({ ...session, takenBackRequest: centre.requestedAt });
  });

  test('is taken back without telling a backend that shows by itself that the agent stays', async () => {
    const centre = await aWaitingCentre();
    centre.works(ann, [{}]);
    expect(await centre.cancelLogout(ann, boss)).toEqual({ type: 'cancelled' });
    expect(centre.keeps()).toEqual([]);
  });

  test('is taken back by a backend that does not show it yet', async () => {
    const centre = await aWaitingCentre({ lag: seconds(15) });
    expect(await centre.cancelLogout(ann, boss)).toEqual({ type: 'cancelled' });
    expect(centre.keeps()).toHaveLength(1);
  });

  test('is not carried out in the meantime', async () => {
    const centre = await aWaitingCentre();
    await centre.advance(minutes(1) - 1);
    const { keepOnline } = centre.backend;
    let nextLook: number | undefined;
    centre.backend.keepOnline = async (...call) => {
      nextLook = (await centre.session())?.pendingLogout?.inBackend?.checkAt;
      await keepOnline(...call);
    };
    const { at } = centre.time;
    await centre.cancelLogout(ann, boss);
    expect(nextLook).toBeGreaterThan(at + seconds(10));
  });

  test.each([
    ['urgent', 5],
    ['job', 8],
  ] as const)(
    'stays if the backend does not show that, looked at each second (%s, %d seconds)',
    async (lane, looks) => {
      const centre = await aWaitingCentre();
      centre.keepGoingOffline();
      const { observe } = centre.backend;
      const asked: Asked[] = [];
      centre.backend.observe = (key, how) => {
        asked.push(how);
        return observe(key, how);
      };
      const { at } = centre.time;
      const why = { cause: 'cancelled', ...boss } as const;
      expect(await centre.takeBackLogout(ann, { why, lane })).toEqual({ type: 'notCancelled' });
      const until = at + seconds(looks);
      expect(asked).toEqual([
        { lane, until },
        ...Array.from({ length: looks }, () => ({ lane, until: until + seconds(2) })),
      ]);
      expect(centre.time.at).toBe(until);
      expect(centre.bus.published().at(-1)?.fact).toMatchObject({ type: 'AgentLogoutNotCancelled', ...why });
      expect((await centre.session())?.pendingLogout).not.toHaveProperty('stage');
    },
  );

  test('stays if the backend refuses to keep the agent, which is not asked again', async () => {
    const centre = await aWaitingCentre();
    const error = new BackendError('denied', 'No');
    centre.backend.keepOnline = () => Promise.reject(error);
    expect(await centre.cancelLogout(ann, boss)).toEqual({ type: 'notCancelled' });
    expect(centre.calls).toEqual(['observe ann']);
    expect(centre.reports).toEqual(['The backend refuses to keep agent ann']);
    expect((await centre.session())?.pendingLogout).toBeDefined();
  });

  test('stays if the backend does not answer, and whoever asked may try again', async () => {
    const centre = await aWaitingCentre();
    const { keepOnline } = centre.backend;
    const error = new BackendError('unavailable', 'It does not answer');
    centre.backend.keepOnline = () => Promise.reject(error);
    await expect(centre.cancelLogout(ann, boss)).rejects.toBe(error);
    centre.backend.keepOnline = keepOnline;
    expect(await centre.cancelLogout(ann, boss)).toEqual({ type: 'cancelled' });
  });

  test('has taken place if the agent is out when the backend is told', async () => {
    const centre = await aWaitingCentre();
    const { keepOnline } = centre.backend;
    centre.backend.keepOnline = async (...call) => {
      centre.endContact(ann);
      await keepOnline(...call);
    };
    expect(await centre.cancelLogout(ann, boss)).toEqual({ type: 'tooLate' });
    expect(centre.facts().at(-1)).toBe('AgentSignedOut');
    expect(await centre.getAgent(ann)).not.toHaveProperty('owedOffline');
  });

  test('has taken place if the agent is out, even one who is back by then', async () => {
    const centre = await aWaitingCentre({ holdMinutes: 0 });
    const { keepOnline } = centre.backend;
    centre.backend.keepOnline = async (...call) => {
      centre.endContact(ann);
      await keepOnline(...call);
      await centre.followBackend(ann, await centre.backend.observe(ann, 'urgent'));
      centre.time.at += 1;
      centre.works(ann);
    };
    expect(await centre.cancelLogout(ann, boss)).toEqual({ type: 'tooLate' });
    expect(centre.facts().slice(-2)).toEqual(['AgentSignedOut', 'AgentSignedIn']);
  });

  test('has taken place if the agent is out before anybody looks, and the backend is not told of what it shows', async () => {
    const centre = await aWaitingCentre();
    centre.endContact(ann);
    expect(await centre.cancelLogout(ann, boss)).toEqual({ type: 'nothingPending' });
    expect([centre.calls, centre.facts().at(-1)]).toEqual([['observe ann'], 'AgentSignedOut']);
    expect(await centre.getAgent(ann)).not.toHaveProperty('owedOffline');
  });

  test('has taken place if the agent is out when the backend refuses', async () => {
    const centre = await aWaitingCentre();
    centre.backend.keepOnline = async () => {
      centre.endContact(ann);
      await centre.followBackend(ann, await centre.backend.observe(ann, 'urgent'));
      throw new BackendError('refused', 'No');
    };
    expect(await centre.cancelLogout(ann, boss)).toEqual({ type: 'tooLate' });
    expect(centre.facts()).not.toContain('AgentLogoutNotCancelled');
  });

  test('stays three minutes after a deadline that the backend does not follow, and that is said then', async () => {
    const deadline = { minutes: 10, onDeadline: 'giveUp' } as const;
    const centre = await aWaitingCentre({ deadline });
    centre.backend.keepOnline = () => Promise.reject(new BackendError('refused', 'No'));
    const giveUp = () => centre.takeBackLogout(ann, { why: { cause: 'deadline' }, lane: 'job' });
    const end = centre.requestedAt + minutes(13);
    centre.time.at = end - 1;
    expect(await giveUp()).toEqual({ type: 'notCancelled' });
    expect(centre.facts()).not.toContain('AgentLogoutNotCancelled');
    centre.time.at = end;
    expect(await giveUp()).toEqual({ type: 'notCancelled' });
    expect(centre.facts().at(-1)).toBe('AgentLogoutNotCancelled');
    expect((await centre.session())?.pendingLogout).toMatchObject({ stage: 'due' });
  });

  test('that was ordered before a backend owned the agent is taken back as well', async () => {
    const centre = await aWaitingCentre();
    centre.works(ann, [{}]);
    await centre.changeAgent(ann, (agent) => ({
      state: agent?.session && { ...agent, session: { ...agent.session, pendingLogout: aPendingLogout() } },
      events: [],
      outcome: undefined,
    }));
    expect(await centre.cancelLogout(ann, boss)).toEqual({ type: 'cancelled' });
    expect(centre.keeps()).toHaveLength(1);
  });

  test('is left alone if another one is meant', async () => {
    const centre = await aWaitingCentre();
    const why = { cause: 'cancelled', ...boss } as const;
    const isMeant = () => false;
    expect(await centre.takeBackLogout(ann, { isMeant, why, lane: 'job' })).toEqual({ type: 'nothingPending' });
    expect(centre.keeps()).toEqual([]);
  });

  test('is urgent to take back for whoever asks, and stays during a hold if the backend does not follow', async () => {
    const centre = await aWaitingCentre();
    centre.endContact(ann);
    await centre.advance(minutes(2));
    centre.works(ann, [{}]);
    await centre.followBackend(ann, await centre.backend.observe(ann, 'urgent'));
    await centre.advance(minutes(1));
    expect(centre.shown('ann')).toMatchObject({ isGoingOffline: true });
    centre.keepGoingOffline();
    const { observe } = centre.backend;
    const asked: Asked[] = [];
    centre.backend.observe = (key, how) => {
      asked.push(how);
      return observe(key, how);
    };
    const until = centre.time.at + seconds(5);
    expect(await centre.cancelLogout(ann, boss)).toEqual({ type: 'notCancelled' });
    expect(asked[0]).toEqual({ lane: 'urgent', until });
  });

  test('that is over leaves a hold, which is what is taken back then', async () => {
    const centre = await aWaitingCentre();
    centre.endContact(ann);
    await centre.advance(minutes(2));
    expect(await centre.cancelLogout(ann, boss)).toEqual({ type: 'cancelled' });
    expect(centre.facts().at(-1)).toBe('AgentHoldEnded');
    expect(await centre.cancelLogout(ann, boss)).toEqual({ type: 'nothingPending' });
  });
});
