import { describe, expect, test } from '@jest/globals';
import type { PendingLogout } from '#core/agents/logout-order.ts';
import { BackendError } from '#core/backend-calls.ts';
import { minutes, seconds } from '#core/instant.ts';
import { ann, someDay } from '#test/support/agents.ts';
import { anOwnedCentre } from '#test/support/owned-centre.ts';

type Centre = Awaited<ReturnType<typeof anOwnedCentre>>;
const supervisor = { requestedBy: 'supervisor' };

/** When Ann is looked at from now on, and until when each look may wait. */
function looksOf({ backend, time }: Centre) {
  const { observe } = backend;
  const looks: { readonly at: number; readonly lane: string; readonly until: number }[] = [];
  backend.observe = async (key, asked) => {
    const { lane, until } = typeof asked === 'string' ? { lane: asked, until: Number.NaN } : asked;
    looks.push({ at: time.at - someDay, lane, until: until - someDay });
    return observe(key, asked);
  };
  return looks;
}

describe('a backend that owns an agent', () => {
  test('is looked at for five seconds, less and less often, while it does not show that the agent is out', async () => {
    const centre = await anOwnedCentre({ lag: minutes(1) });
    centre.works(ann);
    centre.time.at += minutes(2);
    const begun = centre.time.at - someDay;
    const looks = looksOf(centre);
    expect(await centre.logOut()).toMatchObject({ outcome: 'unconfirmed' });
    expect(looks.map(({ at }) => at - begun)).toEqual([0, 0, 400, 1_200, 2_700, 5_700]);
    expect(looks.map(({ lane, until }) => [lane, until - begun])).toEqual([
      ['urgent', 5_000],
      ...looks.slice(1).map(() => ['urgent', 7_000]),
    ]);
  });

  test('shows the agent the message of a logout that is new, once, and the answer waits for that', async () => {
    const centre = await anOwnedCentre();
    const { backend, works, logOut } = centre;
    const shown: (readonly [string, PendingLogout, string])[] = [];
    let isShown = false;
    backend.notify = async ({ agentId }, pending, lane) => {
      shown.push([agentId, pending, lane]);
      await new Promise(setImmediate);
      isShown = true;
    };
    works(ann, [{}]);
    expect(await logOut('afterContact', { ...supervisor, message: 'Go home' })).toMatchObject({ outcome: 'deferred' });
    const order = { requestedBy: 'supervisor', message: 'Go home' };
    expect(shown).toMatchObject([['ann', { order, inBackend: { timing: 'afterContact' } }, 'urgent']]);
    expect(isShown).toBe(true);
    await logOut('afterContact', { ...supervisor, message: 'Again' });
    expect(shown).toHaveLength(1);
    await logOut('immediate');
    expect(shown).toHaveLength(2);
  });

  test('shows no message to an agent who is not there', async () => {
    const { backend, logOut } = await anOwnedCentre();
    let shown = 0;
    backend.notify = async () => {
      shown += 1;
    };
    expect([await logOut(), shown]).toMatchObject([{ outcome: 'alreadySignedOut' }, 0]);
  });

  test('that does not answer after it was told is looked at later, and what it had shown is not lost', async () => {
    const centre = await anOwnedCentre();
    const { backend, works, logOut, advance, facts } = centre;
    works(ann, [{ phase: 'afterContactWork' }]);
    const { observe } = backend;
    let looks = 0;
    backend.observe = async (...asked) => {
      looks += 1;
      if (looks > 1) throw new BackendError('unavailable', 'No answer');
      return observe(...asked);
    };
    expect(await logOut()).toMatchObject({
      outcome: 'unconfirmed',
      previousStatus: 'Available',
      losesAfterContactWork: true,
    });
    backend.observe = observe;
    await advance(minutes(5));
    expect(facts()).toStrictEqual(['AgentSignedIn', 'AgentSignedOut']);
  });

  test('that fails for another reason fails the request, and the order stands', async () => {
    const { backend, works, logOut, advance, facts } = await anOwnedCentre();
    works(ann);
    const { goOffline } = backend;
    backend.goOffline = () => Promise.reject(new Error('no such host'));
    await expect(logOut()).rejects.toThrow('no such host');
    backend.goOffline = goOffline;
    await advance(minutes(5));
    expect(facts()).toStrictEqual(['AgentSignedIn', 'AgentSignedOut']);
  });

  test('that refuses an order leaves the one that was waiting', async () => {
    const { backend, works, logOut, agents, calls, facts } = await anOwnedCentre();
    works(ann, [{}]);
    await logOut('afterContact', { requestedBy: 'director' });
    backend.stopContact = backend.clearContact = async () => {};
    backend.goOffline = () => Promise.reject(new BackendError('denied', 'Not allowed'));
    works(ann, [{}]);
    expect(await logOut('afterContact')).toMatchObject({ outcome: 'failed' });
    expect((await agents.load(ann))?.state.session?.pendingLogout?.order).toEqual({ requestedBy: 'director' });
    expect(calls.filter((call) => call.startsWith('goOffline'))).toHaveLength(1);
    expect(facts()).toStrictEqual(['AgentSignedIn', 'AgentLogoutDeferred']);
  });

  test('is told what is still to be done after each look, and nothing twice', async () => {
    const { backend, works, has, logOut, calls, shown } = await anOwnedCentre();
    works(ann, [{}]);
    const { stopContact } = backend;
    backend.stopContact = async (...call) => {
      await stopContact(...call);
      has(ann, [{ phase: 'afterContactWork' }, { contactId: 'c2', phase: 'afterContactWork' }]);
    };
    expect(await logOut('immediate')).toMatchObject({ outcome: 'loggedOut', contacts: 1 });
    expect(calls.filter((call) => !call.startsWith('observe'))).toEqual([
      'goOffline ann',
      'stop c1',
      'clear c1',
      'clear c2',
    ]);
    expect(shown('ann')?.status).toBe('Offline');
  });
});

describe('a request that a backend limits', () => {
  const named = (n: number) => Array.from({ length: n }, (_, each) => `agent-${each}`);

  test.each([
    ['done', 5],
    ['job', 6],
  ])('is %s with %i agents who are named', async (type, n) => {
    const centre = await anOwnedCentre();
    centre.backend.pace = { perSecond: 1.6, atOnce: 4 };
    for (const agentId of named(n)) centre.works({ ...ann, agentId });
    const lists = { agentIds: [...named(n), 'agent-0'], teamIds: [], ipRanges: [] };
    const outcome = await centre.forceLogouts('demo', lists, { timing: 'immediate', order: supervisor });
    expect(outcome.type).toBe(type);
    expect(centre.calls.length > 0).toBe(type === 'done');
  });

  test('asks for those, too, who are not known to be signed in, and tells all before it looks', async () => {
    const centre = await anOwnedCentre();
    for (const agentId of ['bob', 'cy']) centre.works({ ...ann, agentId });
    centre.time.at += seconds(60);
    const lists = { agentIds: ['bob', 'cy', 'none'], teamIds: [], ipRanges: [] };
    const outcome = await centre.forceLogouts('demo', lists, { timing: 'immediate', order: supervisor });
    expect(outcome).toMatchObject({
      rows: [
        { agentId: 'bob', outcome: 'loggedOut' },
        { agentId: 'cy', outcome: 'loggedOut' },
        { agentId: 'none', outcome: 'unknownAgent' },
      ],
    });
    const after = centre.calls.slice(3).map((call) => call.split(' ')[0]);
    expect(after).toEqual(['goOffline', 'goOffline', 'observe', 'observe']);
  });

  test('asks for those, too, who were in another status when they were seen last', async () => {
    const centre = await anOwnedCentre();
    centre.works(ann);
    await centre.followBackend(ann, await centre.backend.observe(ann, 'urgent'));
    centre.time.at += 1;
    for (const agentId of ['ann', 'bob']) centre.works({ ...ann, agentId }, [], 'Lunch');
    const conditions = { statuses: ['Lunch'] };
    const lists = { agentIds: ['ann', 'bob'], teamIds: [], ipRanges: [], conditions };
    const outcome = await centre.forceLogouts('demo', lists, { timing: 'immediate', order: supervisor });
    const row = { outcome: 'loggedOut', previousStatus: 'Lunch' };
    expect(outcome).toMatchObject({
      rows: [
        { ...row, agentId: 'ann' },
        { ...row, agentId: 'bob' },
      ],
    });
  });
});
