import { describe, expect, test } from '@jest/globals';
import type { Agent } from '#core/agents/agent.ts';
import { mostAtOnce } from '#core/forced-logouts/force-logouts.ts';
import type { Guard } from '#core/forced-logouts/guard.ts';
import type { Selector } from '#core/forced-logouts/selector.ts';
import { anOrder, aRange, aSession, online, someDay } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { agentIds, aSelector } from '#test/support/logout-jobs.ts';

const inTeams = (agentId: string, teamIds: readonly string[] = [], isProtected = false): Agent => {
  const agent = online(agentId);
  return { ...agent, profile: { ...agent.profile, teamIds, ...(isProtected && { protected: true }) } };
};

async function guarded(staff: readonly Agent[], selector: Selector, guard: Partial<Guard> = {}) {
  const ports = await memoryPorts(staff, { now: () => someDay });
  const read: string[] = [];
  const directory = intercept(ports.directory, (method, call, given) => {
    read.push(`${method} ${JSON.stringify(given)}`);
    return call();
  });
  const request = { timing: 'immediate', order: anOrder(), guard: { confirmsEveryone: false, ...guard } } as const;
  const outcome = await makeUseCases({ ...ports, directory }).forceLogouts('demo', selector, request);
  const left = ports.agents.all().filter(({ state }) => state.session).length;
  return { outcome, left, read, jobs: ports.queue.waiting().length };
}

const team = aSelector({ teamIds: ['t1'] });
const two = [inTeams('ann', ['t1']), inTeams('bob', ['t1'])];

describe('everybody who is there', () => {
  test('is logged out only with a confirmation, however they are selected', async () => {
    const everyWay = [
      team,
      aSelector({ agentIds: ['ann', 'bob', 'none'] }),
      aSelector({ ipRanges: [aRange('10.0.0.0', '10.0.0.255')] }),
      aSelector({ everybody: true, conditions: { statuses: ['Available'] } }),
    ];
    for (const selector of everyWay) {
      const { outcome, left, jobs } = await guarded(two, selector);
      expect([outcome, left, jobs]).toEqual([{ type: 'refused', refusal: { why: 'everybody', found: 2 } }, 2, 0]);
      expect((await guarded(two, selector, { confirmsEveryone: true })).left).toBe(0);
    }
  });

  test('is not meant as long as somebody stays', async () => {
    expect((await guarded([...two, inTeams('cy')], team)).outcome.type).toBe('done');
    const conditions = { exclude: { agentIds: ['bob'], teamIds: [] } };
    expect((await guarded(two, { ...team, conditions })).outcome.type).toBe('done');
    const lunch = aSelector({ everybody: true, conditions: { statuses: ['lunch'] } });
    expect((await guarded(two, lunch)).outcome.type).toBe('done');
  });

  test('is not one agent alone', async () => {
    expect((await guarded([inTeams('ann', ['t1'])], team)).outcome.type).toBe('done');
    expect((await guarded([], team)).outcome.type).toBe('done');
  });

  test('does not include those who are protected, who stay anyway', async () => {
    const staff = [...two, inTeams('sue', ['t1'], true)];
    expect((await guarded(staff, team)).outcome).toMatchObject({ refusal: { why: 'everybody', found: 2 } });
    const named = aSelector({ agentIds: ['ann', 'bob', 'sue'] });
    expect((await guarded(staff, named)).outcome).toMatchObject({ refusal: { why: 'everybody', found: 3 } });
  });

  test('is found before a job begins', async () => {
    const staff = agentIds(mostAtOnce + 70).map((agentId) => inTeams(agentId, ['t1']));
    const { outcome, jobs } = await guarded(staff, team);
    expect([outcome, jobs]).toEqual([{ type: 'refused', refusal: { why: 'everybody', found: 120 } }, 0]);
    expect((await guarded([...staff, inTeams('zoe')], team)).outcome.type).toBe('job');
  });

  test('is told apart by one who stays, and not by reading everybody', async () => {
    const others = agentIds(200).map((agentId) => inTeams(agentId));
    const { read } = await guarded([...two, ...others], team);
    const looked = read.filter((call) => call.includes('::/0'));
    expect(looked).toEqual([expect.stringContaining('"limit":5')]);
  });

  test('needs no look for one agent who is named', async () => {
    expect((await guarded(two, aSelector({ agentIds: ['ann'] }))).read).toEqual([]);
  });
});

describe('a limit', () => {
  const three = [...two, inTeams('cy', ['t1', 't2']), inTeams('dee', ['t2']), inTeams('eve')];

  test('of agents is compared with how many would be logged out', async () => {
    const maximumAgents = 2;
    const refusal = { why: 'tooManyAgents', found: 3, maximumAgents };
    const { outcome, left } = await guarded(three, team, { maximumAgents });
    expect([outcome, left]).toEqual([{ type: 'refused', refusal }, 5]);
    expect((await guarded(three, team, { maximumAgents: 3 })).outcome.type).toBe('done');
    const monitored = [...two, inTeams('sue', ['t1'], true), inTeams('eve')];
    expect((await guarded(monitored, team, { maximumAgents })).outcome.type).toBe('done');
  });

  test('of those who remain holds for each team that loses somebody', async () => {
    const { outcome } = await guarded(three, team, { minimumRemaining: 1 });
    const teams = [{ teamId: 't1', signedIn: 3, remaining: 0, minimum: 1 }];
    expect(outcome).toEqual({ type: 'refused', refusal: { why: 'tooFewRemaining', teams } });
    const cy = aSelector({ agentIds: ['cy'] });
    expect((await guarded(three, cy, { minimumRemaining: 1 })).outcome.type).toBe('done');
    expect((await guarded(three, cy, { minimumRemaining: 2 })).outcome).toMatchObject({
      refusal: { teams: [{ teamId: 't2', signedIn: 2, remaining: 1, minimum: 2 }] },
    });
  });

  test('of those who remain may be given by team', async () => {
    const byTeam = (minimumRemaining: Record<string, number>) => guarded(three, team, { minimumRemaining });
    expect((await byTeam({ t2: 1 })).outcome.type).toBe('done');
    const misspelt = { teamId: 't9', signedIn: 0, remaining: 0, minimum: 1 };
    expect((await byTeam({ t2: 1, t9: 1 })).outcome).toEqual({
      type: 'refused',
      refusal: { why: 'tooFewRemaining', teams: [misspelt] },
    });
    expect((await byTeam({ t2: 2 })).outcome).toMatchObject({ refusal: { teams: [{ teamId: 't2', remaining: 1 }] } });
  });

  test('that cannot be counted in time refuses as well', async () => {
    const time = { at: 0 };
    const ports = await memoryPorts(three, { now: () => time.at });
    const directory = intercept(ports.directory, (method, call) => {
      if (method === 'find') time.at += 20_000;
      return call();
    });
    const guard = { confirmsEveryone: true, maximumAgents: 10 };
    const request = { timing: 'immediate', order: anOrder(), guard } as const;
    const outcome = await makeUseCases({ ...ports, directory }).forceLogouts('demo', team, request);
    expect(outcome).toEqual({ type: 'refused', refusal: { why: 'notCounted', found: 3 } });
  });

  test('is counted as long as work may take, however fast the clock is', async () => {
    const time = { at: 0 };
    const ports = await memoryPorts(three, { now: () => time.at });
    const directory = intercept(ports.directory, (_, call) => {
      time.at += 20_000;
      return call();
    });
    const workClock = { now: () => time.at / 60 };
    const guard = { confirmsEveryone: true, maximumAgents: 10 };
    const request = { timing: 'immediate', order: anOrder(), guard } as const;
    const outcome = await makeUseCases({ ...ports, directory, workClock }).forceLogouts('demo', team, request);
    expect(outcome.type).toBe('done');
  });
});

describe('agents whose page is loading', () => {
  const loading = (agentId: string): Agent => {
    const { session, ...agent } = inTeams(agentId, ['t1']);
    const left = { ...aSession(session), lease: { seconds: 60, lastSeenAt: someDay } };
    return { ...agent, leftSession: { session: left, endedAt: someDay } };
  };
  const staff = [loading('ann'), loading('bob'), inTeams('cy', ['t1']), inTeams('dee')];
  const named = aSelector({ agentIds: ['ann', 'bob', 'cy'] });

  test.each([
    ['team', team],
    ['id', named],
  ])('count like those who are signed in, by %s', async (_, selector) => {
    const { outcome } = await guarded(staff, selector, { maximumAgents: 2 });
    expect(outcome).toMatchObject({ refusal: { why: 'tooManyAgents', found: 3 } });
    const teams = [{ teamId: 't1', signedIn: 3, remaining: 0, minimum: 1 }];
    const few = await guarded(staff, selector, { minimumRemaining: 1 });
    expect(few.outcome).toEqual({ type: 'refused', refusal: { why: 'tooFewRemaining', teams } });
    const allLoading = staff.slice(0, 2);
    const refusal = { why: 'everybody', found: 2 };
    expect((await guarded(allLoading, selector)).outcome).toEqual({ type: 'refused', refusal });
    const ports = await memoryPorts(allLoading, { now: () => someDay });
    const request = { timing: 'immediate', order: anOrder(), guard: { confirmsEveryone: false } } as const;
    expect((await makeUseCases(ports).previewLogouts('demo', selector, request)).refusal).toEqual(refusal);
  });
});
