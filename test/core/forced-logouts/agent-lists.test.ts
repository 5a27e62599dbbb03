import { describe, expect, test } from '@jest/globals';
import type { Agent, AgentKey } from '#core/agents/agent.ts';
import type { AgentDirectory } from '#core/agents/ports.ts';
import { findPage, listsOfSecondPass, listsOnConditions } from '#core/forced-logouts/find-agents.ts';
import type { Found } from '#core/forced-logouts/ports.ts';
import type { Conditions, Selector } from '#core/forced-logouts/selector.ts';
import { minutes } from '#core/instant.ts';
import { anAgent, aSession, someDay } from '#test/support/agents.ts';
import { memoryPorts } from '#test/support/contact-centre.ts';
import { agentIds, aSelector } from '#test/support/logout-jobs.ts';

const requestedAt = someDay + minutes(60);
const clock = { now: () => requestedAt + minutes(1) };

const member = (agentId: string, overrides: Partial<Agent> = {}) =>
  anAgent({ agentId, teamIds: ['t1'], session: aSession(), ...overrides });

/** The directory of a centre in which some agents cannot be read. */
async function aDirectory(staff: readonly Agent[], damaged: readonly string[] = []): Promise<AgentDirectory> {
  const { directory } = await memoryPorts(staff, clock);
  return {
    ...directory,
    async find(instanceId, asked) {
      const { agents } = await directory.find(instanceId, asked);
      const isReadable = ({ agentId }: AgentKey) => !damaged.includes(agentId);
      return { agents: agents.filter(isReadable), unreadable: asked.filter((agentId) => damaged.includes(agentId)) };
    },
  };
}

type Lists = ReturnType<typeof listsOnConditions>;

/** All pages of so many agents. */
async function pagesOf(lists: Lists, agentsPerPage = 1_000): Promise<Found[][]> {
  const pages: Found[][] = [];
  let from: Parameters<typeof findPage>[1]['from'] | undefined = { list: 0 };
  while (from) {
    const { found, next } = await findPage(lists, { page: pages.length, from }, { agentsPerPage, clock });
    pages.push([...found]);
    from = next;
  }
  return pages;
}
const idsOf = async (lists: Lists) => (await pagesOf(lists)).flat().flatMap((found) => found.agentIds);

describe('the agents of a job with conditions', () => {
  const conditioned = async (
    lists: Partial<Selector>,
    conditions: Conditions,
    staff: readonly Agent[],
    damaged = ['bad'],
  ) =>
    listsOnConditions(await aDirectory(staff, damaged), 'demo', {
      selector: aSelector({ ...lists, conditions }),
      clock,
      requestedAt,
    });
  const atLunch = (agentId: string, statusSince = someDay) =>
    member(agentId, { session: aSession({ status: 'lunch', statusSince }) });
  const isProtected = { ...atLunch('sue'), profile: { ...atLunch('sue').profile, protected: true } };

  test('are those who fulfil them by what is stored, and whoever may', async () => {
    const staff = [atLunch('ann'), member('bob'), atLunch('late', requestedAt + 1), isProtected, member('bad')];
    const statuses = ['lunch'];
    const named = ['ann', 'bob', 'late', 'sue', 'bad', 'none'];
    const byId = await conditioned({ agentIds: named }, { statuses }, staff);
    expect(await pagesOf(byId)).toEqual([[{ by: 'agentIdsOnConditions', agentIds: ['ann', 'sue', 'bad', 'none'] }]]);
    const byTeam = await conditioned({ teamIds: ['t1'] }, { statuses }, staff);
    expect(await pagesOf(byTeam)).toEqual([[{ by: { teamId: 't1' }, agentIds: ['ann', 'bad', 'sue'] }]]);
  });

  test('are none who are excluded by id, readable or not', async () => {
    const exclude = { agentIds: ['ann', 'bad'], teamIds: [] };
    const staff = [member('ann'), member('bob'), member('bad')];
    expect(await idsOf(await conditioned({ teamIds: ['t1'] }, { exclude }, staff))).toEqual(['bob']);
    expect(await idsOf(await conditioned({ agentIds: ['ann', 'bob', 'bad'] }, { exclude }, staff))).toEqual(['bob']);
  });

  test('are found, however many there are', async () => {
    const many = agentIds(603);
    const staff = many.map((agentId, n) => (n % 3 === 0 ? atLunch(agentId) : member(agentId)));
    const meant = many.filter((_, n) => n % 3 === 0).toSorted();
    for (const lists of [{ teamIds: ['t1'] }, { agentIds: many }])
      expect((await idsOf(await conditioned(lists, { statuses: ['lunch'] }, staff))).toSorted()).toEqual(meant);
  });
});

describe('the agents of the second pass of a job', () => {
  const mark = (jobId: number) => ({ jobId, chunk: '0.0', outcome: { type: 'alreadySignedOut' } }) as const;
  const secondPass = async (selector: Selector, staff: readonly Agent[], failed: readonly string[] = []) =>
    listsOfSecondPass(await aDirectory(staff, ['bad', 'worse']), {
      instanceId: 'demo',
      selector,
      jobId: 7,
      requestedAt,
      clock,
      failed: new Set(failed),
    });
  const team = aSelector({ agentIds: ['ann'], teamIds: ['t1'] });

  test('are those who were there in time and whom the job has not reached', async () => {
    const { session: _, ...signedOut } = member('out');
    const staff = [
      member('ann'),
      member('reached', { logoutMarks: [mark(6), mark(7)] }),
      member('of another job', { logoutMarks: [mark(6)] }),
      member('failed'),
      member('just in time', { session: aSession({ signedInAt: requestedAt }) }),
      member('later', { session: aSession({ signedInAt: requestedAt + 1 }) }),
      {
        ...signedOut,
        leftSession: { session: { ...aSession(), lease: { seconds: 60, lastSeenAt: 0 } }, endedAt: clock.now() },
      },
    ];
    const lists = await secondPass(team, staff, ['failed']);
    expect(await pagesOf(lists)).toEqual([
      [{ by: { teamId: 't1' }, agentIds: ['ann', 'just in time', 'of another job'] }],
    ]);
  });

  test('are those who cannot be read, once, unless the caller is limited to teams', async () => {
    const staff = [member('bad'), member('worse')];
    expect(await idsOf(await secondPass(team, staff, ['bad']))).toEqual(['worse']);
    expect(await idsOf(await secondPass({ ...team, conditions: { callerTeamIds: ['t1'] } }, staff))).toEqual([]);
  });

  test('are none whom the conditions keep out, and none who are protected', async () => {
    const atLunch = (agentId: string, statusSince: number) =>
      member(agentId, { session: aSession({ status: 'lunch', statusSince }) });
    const staff = [atLunch('ann', requestedAt), member('bob'), atLunch('since the request', requestedAt + 1)];
    const conditions = { statuses: ['lunch'] };
    expect(await idsOf(await secondPass({ ...team, conditions }, staff))).toEqual(['ann']);
    const sue = member('sue');
    const guarded = { ...sue, profile: { ...sue.profile, protected: true } };
    expect(await idsOf(await secondPass(team, [guarded]))).toEqual([]);
  });

  test('are found, however many there are', async () => {
    const many = agentIds(603).map((agentId) => member(agentId));
    expect(await idsOf(await secondPass(team, many))).toHaveLength(603);
  });
});
