import { describe, expect, test } from '@jest/globals';
import type { Agent, Session } from '#core/agents/agent.ts';
import { shownSince } from '#core/agents/shown-since.ts';
import type { LogoutRequest } from '#core/forced-logouts/logout-job.ts';
import { isCountedBy, judge, reasonOf } from '#core/forced-logouts/selection.ts';
import type { Conditions, Selector } from '#core/forced-logouts/selector.ts';
import { minutes } from '#core/instant.ts';
import { aContact, anAddress, anAgent, anOrder, aRange, aSession, someDay } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { aSelector, jobKey } from '#test/support/logout-jobs.ts';

const now = someDay + minutes(60);

interface Person extends Partial<Session> {
  readonly teamIds?: readonly string[];
  readonly protected?: boolean;
}

/** An agent who is signed in. */
function at(agentId: string, { teamIds = [], protected: isProtected = false, ...session }: Person = {}): Agent {
  const agent = anAgent({ agentId, session: aSession({ statusSince: someDay, signedInAt: someDay, ...session }) });
  return { ...agent, profile: { ...agent.profile, teamIds, ...(isProtected && { protected: true }) } };
}

const everybody = (conditions: Conditions) => aSelector({ everybody: true, conditions });
const verdict = (selector: Selector, agent: Agent, requestedAt = now) =>
  judge(selector, agent, { now, requestedAt }).type;

describe('a status', () => {
  test('is the one shown: who is in a call is not at lunch', () => {
    const selector = everybody({ statuses: ['lunch', 'In-chat'] });
    expect(verdict(selector, at('ann', { status: 'lunch' }))).toBe('selected');
    expect(verdict(selector, at('ann', { status: 'lunch', contacts: [aContact('c1')] }))).toBe('notMatched');
    expect(verdict(selector, at('ann', { contacts: [aContact('c1', { channel: 'CHAT' })] }))).toBe('selected');
    expect(verdict(selector, anAgent({ agentId: 'ann' }))).toBe('notMatched');
  });

  test('has upper and lower case letters: lunch is not Lunch', () => {
    expect(verdict(everybody({ statuses: ['Lunch', 'LUNCH'] }), at('ann', { status: 'lunch' }))).toBe('notMatched');
  });

  test('that is taken after the request does not count', () => {
    const ann = at('ann', { status: 'lunch', statusSince: now });
    expect(verdict(everybody({ statuses: ['lunch'] }), ann, now)).toBe('selected');
    expect(verdict(everybody({ statuses: ['lunch'] }), ann, now - 1)).toBe('notMatched');
  });

  test('has to be shown for the minutes, and no earlier', () => {
    const selector = everybody({ minimumMinutesInStatus: 30 });
    expect(verdict(selector, at('ann', { statusSince: now - minutes(30) }))).toBe('selected');
    expect(verdict(selector, at('ann', { statusSince: now - minutes(30) + 1 }))).toBe('notMatched');
  });

  test('is shown since it was chosen, a contact of its kind began, or the last contact ended', () => {
    const session = aSession({ statusSince: 10, contacts: [] });
    const call = (beganAt: number) => aContact(`call-${beganAt}`, { beganAt });
    const chat = aContact('chat', { channel: 'CHAT', beganAt: 20 });
    expect(shownSince(session)).toBe(10);
    expect(shownSince({ ...session, contacts: [call(40), chat, call(30)] })).toBe(30);
    expect(shownSince({ ...session, contacts: [chat] })).toBe(20);
    expect(shownSince({ ...session, lastContactEndedAt: 50 })).toBe(50);
    expect(shownSince({ ...session, statusSince: 60, lastContactEndedAt: 50 })).toBe(60);
  });
});

test('conditions narrow whom the lists name', () => {
  const conditions = { statuses: ['lunch'], minimumMinutesInStatus: 10 };
  const named = aSelector({ agentIds: ['ann'], teamIds: ['t1'], ipRanges: [aRange('10.0.0.1')], conditions });
  const lunch = { status: 'lunch' };
  expect(verdict(named, at('ann', lunch))).toBe('selected');
  expect(verdict(named, at('ann'))).toBe('notMatched');
  expect(verdict(named, at('bob', { ...lunch, teamIds: ['t1'] }))).toBe('selected');
  expect(verdict(named, at('bob', { ...lunch, ipAddress: anAddress('10.0.0.1') }))).toBe('selected');
  expect(verdict(named, at('bob', { ...lunch, ipAddress: anAddress('10.0.0.2'), teamIds: ['t2'] }))).toBe('notMatched');
});

test('an exclusion keeps out by id and by team, whoever names the agent', () => {
  const exclude = { agentIds: ['ann'], teamIds: ['t2'] };
  const selector = aSelector({ agentIds: ['ann', 'bob'], teamIds: ['t1'], conditions: { exclude } });
  expect(verdict(selector, at('ann'))).toBe('excluded');
  expect(verdict(selector, at('bob', { teamIds: ['t1', 't2'] }))).toBe('excluded');
  expect(verdict(selector, at('bob', { teamIds: ['t1'] }))).toBe('selected');
  expect(verdict(selector, at('cy', { teamIds: ['t2'] }))).toBe('notMatched');
});

test('a protected agent is skipped unless named by id', () => {
  const monitor = at('ann', { protected: true, teamIds: ['t1'] });
  expect(judge(aSelector({ teamIds: ['t1'] }), monitor, { now })).toEqual({ type: 'skipped', why: 'protected' });
  expect(verdict(aSelector({ agentIds: ['ann'], teamIds: ['t1'] }), monitor)).toBe('selected');
  expect(verdict(aSelector({ teamIds: ['t2'] }), monitor)).toBe('notMatched');
  const { session: _, ...signedOut } = monitor;
  expect(verdict(aSelector({ teamIds: ['t1'] }), signedOut)).toBe('selected');
});

test('an agent who is skipped counts by the first entry that has the agent', () => {
  const selector = aSelector({ agentIds: ['bob'], teamIds: ['t1', 't2'], ipRanges: [aRange('10.0.0.1')] });
  const ann = at('ann', { teamIds: ['t2'], ipAddress: anAddress('10.0.0.1') });
  expect(isCountedBy({ teamId: 't2' }, selector, ann)).toBe(true);
  expect(isCountedBy({ ipAddress: '10.0.0.1' }, selector, ann)).toBe(false);
  expect(isCountedBy({ teamId: 't2' }, selector, at('bob', { teamIds: ['t2'] }))).toBe(false);
});

test('the reason names the status if it mattered', () => {
  expect(reasonOf({ teamId: 't1' }, aSelector({ teamIds: ['t1'] }), 'lunch')).toEqual({ teamId: 't1' });
  const conditions = { statuses: ['lunch'], minimumMinutesInStatus: 5 };
  const narrowed = { signedIn: true, status: 'lunch', minimumMinutesInStatus: 5 };
  expect(reasonOf({ signedIn: true }, everybody(conditions), 'lunch')).toEqual(narrowed);
});

describe('through the use cases', () => {
  const request: LogoutRequest = { timing: 'afterContact', order: anOrder() };
  const staff = [
    at('ann', { status: 'lunch', teamIds: ['t1'] }),
    at('bob', { status: 'lunch', teamIds: ['t1', 't2'] }),
    at('cy', { teamIds: ['t1'] }),
    at('sue', { status: 'lunch', teamIds: ['t1'], protected: true }),
    anAgent({ agentId: 'out' }),
  ];

  async function force(selector: Selector) {
    const ports = await memoryPorts(staff, { now: () => now });
    const outcome = await makeUseCases(ports).forceLogouts('demo', selector, request);
    const left = ports.agents.all().flatMap(({ state }) => (state.session ? [state.agentId] : []));
    return { outcome, left };
  }

  test('a status alone selects everybody who shows it', async () => {
    const { outcome, left } = await force(everybody({ statuses: ['lunch', 'Break'], minimumMinutesInStatus: 5 }));
    const row = { previousStatus: 'lunch', matchedBy: { signedIn: true, status: 'lunch', minimumMinutesInStatus: 5 } };
    expect(outcome).toMatchObject({
      rows: [
        { ...row, agentId: 'ann', outcome: 'loggedOut' },
        { ...row, agentId: 'bob', outcome: 'loggedOut' },
        { ...row, agentId: 'sue', outcome: 'skipped', why: 'protected', currentStatus: 'lunch' },
      ],
      unmatched: { agentIds: [], teamIds: [], ipAddresses: [], statuses: ['Break'] },
    });
    expect(left).toEqual(['cy', 'sue']);
  });

  test('whom conditions or an exclusion keep out is named as not matched, and counted', async () => {
    const conditions = { statuses: ['lunch'], exclude: { agentIds: ['ann'], teamIds: ['t2'] } };
    const selector = aSelector({ agentIds: ['ann', 'cy', 'out', 'none'], teamIds: ['t2', 't1'], conditions });
    const { outcome, left } = await force(selector);
    expect(outcome).toMatchObject({
      rows: [
        { agentId: 'sue', outcome: 'skipped', matchedBy: { teamId: 't1', status: 'lunch' } },
        { agentId: 'none', outcome: 'unknownAgent' },
      ],
      unmatched: { agentIds: ['ann', 'cy', 'out', 'none'], teamIds: ['t2'], ipAddresses: [], statuses: [] },
      excluded: 2,
    });
    expect(left).toEqual(['ann', 'bob', 'cy', 'sue']);
  });

  test('an exclusion that keeps out everybody who is there is an answer without rows', async () => {
    const conditions = { exclude: { agentIds: [], teamIds: ['t1'] } };
    const { outcome } = await force(aSelector({ teamIds: ['t1'], conditions }));
    expect(outcome).toMatchObject({ type: 'done', rows: [], unmatched: { teamIds: ['t1'] }, excluded: 4 });
  });

  test.each([
    [{ agentIds: ['nobody'], teamIds: ['misspelt'] }, 0],
    [undefined, undefined],
  ])(
    'an exclusion that spares nobody is counted as none, and without one nothing is counted (%j)',
    async (exclude, excluded) => {
      const { outcome } = await force(aSelector({ teamIds: ['t1'], conditions: { ...(exclude && { exclude }) } }));
      expect(outcome).toHaveProperty('type', 'done');
      expect(Object(outcome).excluded).toBe(excluded);
    },
  );

  test('one agent who is named and excluded is excluded, known or not', async () => {
    const { forceLogouts } = makeUseCases(await memoryPorts());
    const selector = aSelector({
      agentIds: ['nobody'],
      conditions: { exclude: { agentIds: ['nobody'], teamIds: [] } },
    });
    const outcome = await forceLogouts('demo', selector, { timing: 'immediate', order: anOrder() });
    expect(outcome).toMatchObject({ type: 'done', rows: [], excluded: 1 });
  });

  test('one agent who is named is logged out only in the status', async () => {
    const ofOne = (agentId: string) => aSelector({ agentIds: [agentId], conditions: { statuses: ['lunch'] } });
    expect((await force(ofOne('cy'))).outcome).toMatchObject({ rows: [], unmatched: { agentIds: ['cy'] } });
    const matchedBy = { agentId: 'sue', status: 'lunch' };
    expect((await force(ofOne('sue'))).outcome).toMatchObject({ rows: [{ outcome: 'loggedOut', matchedBy }] });
  });

  test.each([
    ['by status', everybody({ statuses: ['lunch'] }), ['ann', 'bob', 'sue']],
    ['by id', aSelector({ agentIds: ['ann', 'cy', 'sue'], conditions: { statuses: ['lunch'] } }), ['ann', 'sue']],
    [
      'by teams that overlap',
      aSelector({ teamIds: ['t2', 't1'], conditions: { exclude: { agentIds: ['cy'], teamIds: [] } } }),
      ['ann', 'bob', 'sue'],
    ],
  ])('a job %s does the same', async (_, selector, found) => {
    const ports = await memoryPorts(staff, { now: () => now });
    const useCases = makeUseCases(ports, { agentsPerPage: 2 });
    await useCases.startJob('demo', selector, request);
    for (let next = ports.queue.take(); next; next = ports.queue.take())
      await useCases.workLogout(next, { lastAttempt: false });
    const { results } = await ports.receipts.results(jobKey, { limit: 10 });
    expect(results.map(({ agentId }) => agentId).toSorted()).toEqual(found);
    const small = await force(selector);
    if (small.outcome.type !== 'done') throw new Error('It became a job');
    const rows = small.outcome.rows.map(({ profile: __, ...row }) => row);
    expect(results.toSorted((a, b) => (a.agentId < b.agentId ? -1 : 1))).toEqual(
      rows.toSorted((a, b) => (a.agentId < b.agentId ? -1 : 1)),
    );
    const left = ports.agents.all().flatMap(({ state }) => (state.session ? [state.agentId] : []));
    expect(left).toEqual(small.left);
    expect((await ports.jobs.load(jobKey))?.state.progress).toMatchObject({ status: 'completed' });
  });
});
