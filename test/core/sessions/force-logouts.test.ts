import { describe, expect, test } from '@jest/globals';
import type { Stored } from '#core/commit.ts';
import type { Agent } from '#core/sessions/agent.ts';
import { mostAtOnce } from '#core/sessions/find-few.ts';
import type { LogoutRequest } from '#core/sessions/logout-job.ts';
import type { AgentDirectory } from '#core/sessions/ports.ts';
import type { Selector } from '#core/sessions/selector.ts';
import { intercept } from '#test/simulation/intercept.ts';
import { memoryCentre } from '#test/simulation/memory-centre.ts';
import { makeUseCases } from '#test/simulation/use-cases.ts';
import { aContact, anAddress, anAgent, aRange, aSession } from '#test/support/agents.ts';
import { agentIds } from '#test/support/logout-jobs.ts';

const nobody: Selector = { agentIds: [], teamIds: [], ipRanges: [] };
const request: LogoutRequest = { timing: 'afterContact', requestedBy: 'supervisor', reason: 'storm' };

const online = (agentId: string, teamIds: readonly string[] = [], ip = '10.0.0.1') =>
  anAgent({ agentId, teamIds, session: aSession({ ipAddress: anAddress(ip) }) });

async function force(staff: readonly Agent[], select: Partial<Selector>) {
  const centre = await memoryCentre(staff);
  const outcome = await makeUseCases(centre).forceLogouts('demo', { ...nobody, ...select }, request);
  return { ...centre, outcome, rows: outcome.type === 'done' ? outcome.rows : [] };
}

describe('a few agents', () => {
  test('are logged out at once or told to finish, each with a row that says who that is', async () => {
    const ann = online('ann');
    const bob = anAgent({ agentId: 'bob', session: aSession({ contacts: [aContact('c1')] }) });
    const { rows, agents, publisher } = await force([ann, bob], { agentIds: ['bob', 'ann'] });
    expect(rows).toEqual([
      {
        agentId: 'bob',
        outcome: 'deferred',
        previousStatus: 'In-call',
        currentStatus: 'In-call',
        contacts: 1,
        matchedBy: { agentId: 'bob' },
        profile: bob.profile,
      },
      {
        agentId: 'ann',
        outcome: 'loggedOut',
        previousStatus: 'Available',
        currentStatus: 'Offline',
        contacts: 0,
        matchedBy: { agentId: 'ann' },
        profile: ann.profile,
      },
    ]);
    const [left, waiting] = agents.all().map(({ state }) => state.session);
    expect([left, waiting?.pendingLogout?.reason]).toEqual([undefined, 'storm']);
    expect(publisher.published().map(({ fact }) => fact.type)).toEqual(['AgentLogoutDeferred', 'AgentLoggedOut']);
  });

  test('who cannot be logged out for a fault do not hide what became of the others', async () => {
    const centre = await memoryCentre([online('ann'), online('bob')]);
    const reported: string[] = [];
    const agents = intercept(centre.agents, async (method, call) => {
      const answer = await call();
      if (method === 'load' && (answer as Stored<Agent, unknown>).state.agentId === 'ann') throw new Error('throttled');
      return answer;
    });
    const { forceLogouts } = makeUseCases({ ...centre, agents, report: (fault) => void reported.push(fault) });
    const both = await forceLogouts('demo', { ...nobody, agentIds: ['ann', 'bob'] }, request);
    expect(both).toMatchObject({
      rows: [
        { agentId: 'ann', outcome: 'failed' },
        { agentId: 'bob', outcome: 'loggedOut' },
      ],
    });
    expect(reported).toEqual(['Agent ann could not be logged out']);
    await expect(forceLogouts('demo', { ...nobody, agentIds: ['ann'] }, request)).rejects.toThrow('throttled');
  });

  test('found more than once have one row, for what found them first: id, team, range', async () => {
    const staff = [online('ann', ['t1', 't2']), online('bob', ['t1', 't2']), online('cat', ['t2']), online('dan')];
    const { rows } = await force(staff, {
      agentIds: ['bob', 'bob', 'zoe', 'zoe'],
      teamIds: ['t1', 't2'],
      ipRanges: [aRange('10.0.0.0', '10.0.0.9')],
    });
    expect(rows.map(({ agentId, matchedBy }) => [agentId, matchedBy])).toEqual([
      ['bob', { agentId: 'bob' }],
      ['ann', { teamId: 't1' }],
      ['cat', { teamId: 't2' }],
      ['dan', { ipAddress: '10.0.0.0-10.0.0.9' }],
      ['zoe', { agentId: 'zoe' }],
    ]);
  });

  test('named but not signed in, or not known, have a row after the others and are left alone', async () => {
    const away = anAgent({ agentId: 'away' });
    const { rows, agents } = await force([away, online('ann')], { agentIds: ['nobody', 'away', 'ann'] });
    expect(rows.map(({ agentId, outcome, profile }) => [agentId, outcome, profile?.name])).toEqual([
      ['ann', 'loggedOut', 'ann'],
      ['nobody', 'unknownAgent', undefined],
      ['away', 'alreadySignedOut', 'away'],
    ]);
    expect(agents.all()[0]).toMatchObject({ version: 1, state: away });
  });

  test('of another instance are out of reach', async () => {
    const elsewhere = { ...online('ann', ['t1']), instanceId: 'other' };
    const everyone = { agentIds: ['ann'], teamIds: ['t1'], ipRanges: [aRange('10.0.0.0', '10.0.0.9')] };
    const { rows, agents } = await force([elsewhere], everyone);
    expect(rows.map(({ outcome }) => outcome)).toEqual(['unknownAgent']);
    expect(agents.all()[0]?.state.session).toBeDefined();
  });
});

describe('many agents', () => {
  /** Agents of whom a third each is named, is in the team, and is in the range. */
  const spread = (size: number) => {
    const staff = agentIds(size).map((agentId, index) => {
      if (index % 3 === 0) return online(agentId);
      return index % 3 === 1 ? online(agentId, ['t1']) : online(agentId, [], '10.9.0.1');
    });
    const named = staff.filter((_, index) => index % 3 === 0).map(({ agentId }) => agentId);
    return [staff, { agentIds: named, teamIds: ['t1'], ipRanges: [aRange('10.9.0.1')] }] as const;
  };

  test('fifty are logged out in the request', async () => {
    const { rows, agents } = await force(...spread(mostAtOnce));
    expect(rows).toHaveLength(50);
    expect(agents.all().filter(({ state }) => state.session)).toEqual([]);
  });

  test('fifty-one become a job, and nobody is logged out yet', async () => {
    const [staff, selector] = spread(mostAtOnce + 1);
    const { outcome, agents, plan, queue, jobs } = await force(staff, selector);
    const job = { instanceId: 'demo', jobId: 1 };
    expect(outcome).toEqual({ type: 'job', job });
    expect(agents.all().filter(({ state }) => state.session)).toHaveLength(51);
    expect(await plan.selector(job)).toEqual(selector);
    expect((await jobs.load(job))?.state).toMatchObject({ ...request, progress: { status: 'created' } });
    expect(queue.waiting()).toEqual([{ type: 'plan', ...job, page: 0, from: { list: 0 } }]);
  });

  test('named who are not signed in do not make a job', async () => {
    const { rows } = await force(spread(50)[0], { agentIds: agentIds(200) });
    expect(rows.filter(({ outcome }) => outcome === 'loggedOut')).toHaveLength(50);
    expect(rows.filter(({ outcome }) => outcome === 'unknownAgent')).toHaveLength(150);
  });

  test('teams that take longer to look up than a caller should wait become a job', async () => {
    const centre = await memoryCentre();
    const lookedUp = async (pages: number) => {
      const directory: AgentDirectory = {
        ...centre.directory,
        async signedIn(_instanceId, _group, { cursor = '1' }) {
          return { agentIds: [], ...(Number(cursor) < pages && { cursor: String(Number(cursor) + 1) }) };
        },
      };
      return makeUseCases({ ...centre, directory }).forceLogouts('demo', { ...nobody, teamIds: ['large'] }, request);
    };
    expect(await lookedUp(41)).toEqual({ type: 'done', rows: [] });
    expect(await lookedUp(42)).toMatchObject({ type: 'job' });
  });

  test('a hundred addresses behind which nobody is are no job', async () => {
    const ipRanges = Array.from({ length: 100 }, (_, index) => aRange(`10.7.0.${index}`));
    expect((await force([online('ann')], { ipRanges })).outcome).toEqual({ type: 'done', rows: [] });
  });
});
