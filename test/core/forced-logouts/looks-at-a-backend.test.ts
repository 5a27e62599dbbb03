import { describe, expect, test } from '@jest/globals';
import { forceLogout } from '#core/forced-logouts/logout-decision.ts';
import type { ChunkMessage } from '#core/forced-logouts/work-chunk.ts';
import { minutes, seconds } from '#core/instant.ts';
import { ann, anOrder } from '#test/support/agents.ts';
import { makeUseCases } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { aPage, aSelector, jobKey } from '#test/support/logout-jobs.ts';
import { anOwnedCentre } from '#test/support/owned-centre.ts';

const ben = { ...ann, agentId: 'ben' };
const supervisor = { requestedBy: 'supervisor' };
const onlyAnn: ChunkMessage = {
  type: 'chunk',
  ...jobKey,
  page: 0,
  chunk: 0,
  agents: [{ agentId: 'ann', matchedBy: { agentId: 'ann' } }],
};

type Centre = Awaited<ReturnType<typeof anOwnedCentre>>;

/** The instants at which agents are looked at from now on. */
function looksFromNow({ backend, time }: Centre): readonly number[] {
  const begun = time.at;
  const { observe } = backend;
  const looks: number[] = [];
  backend.observe = (...asked) => {
    looks.push(time.at - begun);
    return observe(...asked);
  };
  return looks;
}

/** A running job of Ann, who is the only one in its only chunk. */
async function aJobOfAnn(settings: Parameters<typeof anOwnedCentre>[0] = {}) {
  const centre = await anOwnedCentre(settings);
  centre.works(ann);
  centre.time.at += minutes(2);
  await centre.startJob('demo', aSelector({ agentIds: ['ann'] }), { timing: 'afterContact', order: anOrder() });
  await centre.plan.addPage(jobKey, aPage(['ann']));
  return centre;
}
const marksOf = async ({ agents }: Centre) =>
  (await agents.load(ann))?.state.logoutMarks.map(({ outcome }) => outcome.type);

describe('while a backend does not show that an agent is out', () => {
  test('one agent alone is looked at for five seconds', async () => {
    const centre = await anOwnedCentre({ lag: minutes(1) });
    centre.works(ann);
    centre.time.at += minutes(2);
    const looks = looksFromNow(centre);
    const command = { timing: 'afterContact', order: supervisor } as const;
    const { outcome } = await centre.logOutAgent(ann, { command, decide: forceLogout, lane: 'urgent' });
    expect([outcome.type, looks]).toEqual(['unconfirmed', [0, 0, 400, 1_200, 2_700, 5_700]]);
  });

  test('the agents of a job are looked at for a second, and later again', async () => {
    const centre = await aJobOfAnn({ lag: minutes(1) });
    const looks = looksFromNow(centre);
    await centre.workLogout(onlyAnn, { lastAttempt: false });
    expect(looks).toEqual([0, 0, 400, 1_200]);
    while (centre.queue.take(centre.time.at));
    const { at } = centre.time;
    expect(centre.queue.take(at + seconds(15) - 1)).toBeUndefined();
    expect(centre.queue.take(at + seconds(15))).toEqual({ ...onlyAnn, looks: 1 });
  });

  test('an agent who is on no page of its list is looked at once more, for that proves nothing', async () => {
    const centre = await anOwnedCentre();
    centre.works(ann);
    centre.backend.goOffline = async () => centre.vanishes(ann);
    const looks = looksFromNow(centre);
    expect(await centre.logOut()).toMatchObject({ outcome: 'loggedOut' });
    expect(looks).toEqual([0, 0, 400]);
  });
});

test('a backend is told in the lane of the request, and only as long as the caller waits', async () => {
  const centre = await anOwnedCentre();
  centre.works(ann);
  const { goOffline } = centre.backend;
  const told: unknown[] = [];
  centre.backend.goOffline = (key, asked) => {
    told.push(asked);
    return goOffline(key, asked);
  };
  const until = centre.time.at + seconds(5);
  await centre.logOut();
  expect(told).toEqual([{ lane: 'urgent', until }]);
});

test('an agent who is out owes the backend nothing', async () => {
  const centre = await anOwnedCentre();
  centre.works(ann);
  await centre.logOut();
  expect((await centre.agents.load(ann))?.state).not.toHaveProperty('owedOffline');
});

test('an agent who is back by the time of the look was logged out', async () => {
  const centre = await anOwnedCentre();
  const { works, followBackend, backend, time, shown } = centre;
  works(ann);
  const { observe } = backend;
  let looks = 0;
  backend.observe = async (...asked) => {
    looks += 1;
    if (looks !== 2) return observe(...asked);
    await followBackend(ann, await observe(...asked));
    time.at += 1;
    works(ann);
    const back = await observe(...asked);
    await followBackend(ann, back);
    return back;
  };
  expect(await centre.logOut()).toMatchObject({ outcome: 'loggedOut' });
  expect(shown('ann')?.status).toBe('Available');
});

describe('a logout that is taken back', () => {
  const boss = { cancelledBy: 'boss' };

  test('while a backend is watched is not said to have taken place', async () => {
    const centre = await anOwnedCentre({ lag: seconds(10) });
    centre.works(ann, [{}]);
    centre.time.at += minutes(1);
    const { observe } = centre.backend;
    let looks = 0;
    centre.backend.observe = async (...asked) => {
      looks += 1;
      if (looks === 3) expect(await centre.cancelLogout(ann, boss)).toEqual({ type: 'cancelled' });
      return observe(...asked);
    };
    expect(await centre.logOut()).toMatchObject({ outcome: 'unconfirmed', currentStatus: 'In-call' });
    expect(centre.facts()).toStrictEqual(['AgentSignedIn', 'AgentLogoutCancelled']);
  });

  test('before its chunk is delivered again is not counted as if it had taken place', async () => {
    const centre = await aJobOfAnn({ lag: seconds(10) });
    centre.has(ann, [{}]);
    centre.time.at += minutes(1);
    await centre.workLogout(onlyAnn, { lastAttempt: false });
    expect(await marksOf(centre)).toEqual(['ordered']);
    expect(await centre.cancelLogout(ann, boss)).toEqual({ type: 'cancelled' });
    await centre.workLogout({ ...onlyAnn, looks: 2 }, { lastAttempt: false });
    const { results } = await centre.receipts.results(jobKey, { limit: 9 });
    expect(results).toMatchObject([{ agentId: 'ann', outcome: 'unconfirmed' }]);
    expect(centre.shown('ann')).toMatchObject({ status: 'Available', isGoingOffline: false });
  });
});

test('a caller who is limited to teams is told of the agents of these teams like any other', async () => {
  const centre = await anOwnedCentre({ teamIds: ['own'] });
  for (const agent of [ann, ben]) centre.works(agent);
  const selector = aSelector({ agentIds: ['ann', 'ben'], conditions: { callerTeamIds: ['own'] } });
  const outcome = await centre.forceLogouts('demo', selector, { timing: 'immediate', order: supervisor });
  expect(outcome).toMatchObject({
    rows: [
      { agentId: 'ann', outcome: 'loggedOut' },
      { agentId: 'ben', outcome: 'skipped' },
    ],
  });
  expect(centre.facts()).toStrictEqual(['AgentSignedIn', 'AgentSignedOut']);
});

describe('a chunk whose receipt was not written', () => {
  test.each([
    ['loggedOut', []],
    ['deferred', [{}]],
  ])('has the outcome that was shown, %s, when it is delivered again', async (type, contacts) => {
    const centre = await aJobOfAnn();
    centre.has(ann, contacts);
    const receipts = intercept(centre.receipts, (method, call) =>
      method === 'add' ? Promise.reject(new Error('killed')) : call(),
    );
    const killed = makeUseCases({ ...centre, receipts, backends: () => centre.backend });
    await expect(killed.workLogout(onlyAnn, { lastAttempt: false })).rejects.toThrow('killed');
    expect(await marksOf(centre)).toEqual([type]);
    centre.endContact(ann);
    await centre.advance(minutes(5));
    centre.works(ann);
    await centre.followBackend(ann, await centre.backend.observe(ann, 'job'));
    await centre.workLogout(onlyAnn, { lastAttempt: false });
    expect((await centre.receipts.results(jobKey, { limit: 9 })).results).toMatchObject([{ outcome: type }]);
    expect(centre.shown('ann')?.status).toBe('Available');
  });
});
