import { describe, expect, test } from '@jest/globals';
import type { Agent } from '#core/agents/agent.ts';
import { type Guard, makeCheckGuard } from '#core/forced-logouts/guard.ts';
import type { Selector } from '#core/forced-logouts/selector.ts';
import { minutes, seconds } from '#core/instant.ts';
import { aContact, anAgent, anOrder, aSession, online, someDay } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { agentIds, aSelector } from '#test/support/logout-jobs.ts';

const ofTeam = (teamId: string, ids: readonly string[]) => ids.map((agentId) => online(agentId, { teamIds: [teamId] }));
const team = aSelector({ teamIds: ['t1'] });
const noLimits: Guard = { confirmsEveryone: false };

/** Checks a guard when each look-up takes so long. */
async function check(
  staff: readonly Agent[],
  {
    selector = team,
    guard = noLimits,
    takes = 0,
    matched,
  }: {
    readonly selector?: Selector;
    readonly guard?: Guard;
    readonly takes?: number;
    readonly matched?: readonly string[];
  } = {},
) {
  const time = { at: someDay };
  const ports = await memoryPorts(staff, { now: () => someDay });
  const looks: string[] = [];
  const directory = intercept(ports.directory, (method, call) => {
    looks.push(method);
    time.at += takes;
    return call();
  });
  const checkGuard = makeCheckGuard({ directory, clock: { now: () => someDay }, workClock: { now: () => time.at } });
  const refusal = await checkGuard({ instanceId: 'demo', selector, guard }, matched && { matched: new Set(matched) });
  return { refusal, looks };
}

describe('whether everybody is meant', () => {
  const many = ofTeam('t1', agentIds(250));

  test('is found out by as many looks as it takes to find somebody who stays', async () => {
    const { refusal, looks } = await check([...many, online('zoe')]);
    expect([refusal, looks.filter((method) => method === 'signedIn').length]).toEqual([undefined, 4]);
    expect((await check(many)).refusal).toEqual({ why: 'everybody', found: 250 });
  });

  test('is taken for granted if nobody who stays is found in four seconds', async () => {
    const staff = [...many, online('zoe')];
    expect((await check(staff, { takes: seconds(2) })).refusal).toEqual({ why: 'everybody', found: 3 });
    expect((await check(staff, { takes: seconds(2) - 1 })).refusal).toEqual({ why: 'everybody', found: 103 });
    expect((await check(staff, { takes: 1 })).refusal).toBeUndefined();
  });

  test('does not follow from an index that is late: who was found in the team and has left it stays', async () => {
    const staff = [...ofTeam('t1', ['ann']), ...ofTeam('t2', ['bob'])];
    const matched = ['ann', 'bob'];
    expect((await check(staff, { matched })).refusal).toBeUndefined();
    expect((await check([...staff.slice(0, 1), ...ofTeam('t1', ['bob'])], { matched })).refusal).toEqual({
      why: 'everybody',
      found: 2,
    });
    expect((await check([...staff.slice(0, 1), anAgent({ agentId: 'bob' })], { matched })).refusal).toBeUndefined();
  });

  test('does not follow, either, from agents who have signed out meanwhile: they do not stay', async () => {
    const staff = [...ofTeam('t1', ['ann', 'bob']), anAgent({ agentId: 'out' })];
    expect((await check(staff, { matched: ['ann', 'bob', 'out'] })).refusal).toEqual({ why: 'everybody', found: 2 });
  });

  test('is not looked up if it is confirmed, or if one agent at most is meant', async () => {
    const staff = ofTeam('t1', ['ann', 'bob']);
    expect(await check(staff, { guard: { confirmsEveryone: true } })).toEqual({ refusal: undefined, looks: [] });
    expect(await check(staff, { matched: ['ann'] })).toEqual({ refusal: undefined, looks: [] });
  });
});

describe('the agents of a team', () => {
  test('are all counted, however many there are', async () => {
    const staff = [...ofTeam('t1', agentIds(600)), anAgent({ agentId: 'out', teamIds: ['t1'] })];
    const guard = { confirmsEveryone: true, minimumRemaining: 600 };
    const { refusal } = await check(staff, { selector: aSelector({ agentIds: ['agent-1'] }), guard });
    const teams = [{ teamId: 't1', signedIn: 600, remaining: 599, minimum: 600 }];
    expect(refusal).toEqual({ why: 'tooFewRemaining', teams });
  });

  test('are counted in each of several teams, and of agents who are protected nobody leaves', async () => {
    const sue = online('sue', { teamIds: ['t1'] });
    const staff = [
      ...ofTeam('t1', ['ann', 'bob']),
      { ...sue, profile: { ...sue.profile, protected: true } },
      ...ofTeam('t2', ['cy']),
      ...ofTeam('t3', ['dee']),
    ];
    const selector = aSelector({ teamIds: ['t1', 't2'] });
    const { refusal } = await check(staff, { selector, guard: { confirmsEveryone: true, minimumRemaining: 2 } });
    expect(refusal).toEqual({
      why: 'tooFewRemaining',
      teams: [
        { teamId: 't1', signedIn: 3, remaining: 1, minimum: 2 },
        { teamId: 't2', signedIn: 1, remaining: 0, minimum: 2 },
      ],
    });
    const enough = { confirmsEveryone: true, minimumRemaining: { t1: 1, t2: 0, t3: 1 } };
    expect((await check(staff, { selector, guard: enough })).refusal).toBeUndefined();
  });

  test('count if they show the status that is asked for', async () => {
    const selector = aSelector({ teamIds: ['t1'], conditions: { statuses: ['Available'] } });
    const guard = { confirmsEveryone: true, maximumAgents: 1 };
    expect((await check(ofTeam('t1', ['ann', 'bob']), { selector, guard })).refusal).toMatchObject({ found: 2 });
  });

  test('of other teams than the caller’s are not counted', async () => {
    const staff = [online('ann', { teamIds: ['t1', 't2'] }), ...ofTeam('t1', ['bob']), ...ofTeam('t2', ['cy'])];
    const selector = aSelector({ agentIds: ['ann'], conditions: { callerTeamIds: ['t1'] } });
    const { refusal } = await check(staff, { selector, guard: { confirmsEveryone: true, minimumRemaining: 2 } });
    const teams = [{ teamId: 't1', signedIn: 2, remaining: 1, minimum: 2 }];
    expect(refusal).toEqual({ why: 'tooFewRemaining', teams });
  });

  test('who have signed out meanwhile do not leave, and those who are not there do not count', async () => {
    const staff = [...ofTeam('t1', ['ann', 'bob']), anAgent({ agentId: 'out', teamIds: ['t1'] })];
    const selector = aSelector({ agentIds: ['ann', 'out', 'none'] });
    const most = (maximumAgents: number) =>
      check(staff, { selector, guard: { confirmsEveryone: true, maximumAgents } });
    expect((await most(1)).refusal).toBeUndefined();
    expect((await most(0)).refusal).toEqual({ why: 'tooManyAgents', found: 1, maximumAgents: 0 });
  });
});

test('a preview says that everybody would be logged out, now or after a call', async () => {
  const busy = anAgent({ agentId: 'bob', session: aSession({ contacts: [aContact('c1')] }) });
  const request = { timing: 'afterContact', order: anOrder(), guard: noLimits } as const;
  const refusalOf = async (staff: readonly Agent[]) => {
    const ports = await memoryPorts(staff, { now: () => someDay + minutes(1) });
    const selector = aSelector({ agentIds: ['ann', 'bob', 'out'] });
    return (await makeUseCases(ports).previewLogouts('demo', selector, request)).refusal;
  };
  expect(await refusalOf([online('ann'), busy, anAgent({ agentId: 'out' })])).toEqual({ why: 'everybody', found: 2 });
  expect(await refusalOf([online('ann'), anAgent({ agentId: 'out' })])).toBeUndefined();
  expect(await refusalOf([online('ann'), busy, online('zoe')])).toBeUndefined();
});
