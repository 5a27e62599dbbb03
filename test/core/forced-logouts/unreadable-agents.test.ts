import { describe, expect, test } from '@jest/globals';
import type { AgentKey } from '#core/agents/agent.ts';
import type { AgentDirectory } from '#core/agents/ports.ts';
import { UnreadableItemError } from '#core/change.ts';
import type { Conditions } from '#core/forced-logouts/selector.ts';
import { seconds } from '#core/instant.ts';
import { anOrder, online, someDay } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { agentIds, aSelector } from '#test/support/logout-jobs.ts';

const request = { timing: 'immediate', order: anOrder() } as const;

/** A team of three, of whom Bad cannot be read. */
async function aTeam(fault: Error = new UnreadableItemError('AGENT', 'damaged')) {
  const ports = await memoryPorts(
    ['ann', 'bad', 'cy'].map((agentId) => online(agentId, { teamIds: ['t1'] })),
    { now: () => someDay },
  );
  const directory: AgentDirectory = {
    ...ports.directory,
    async find(instanceId, asked) {
      const { agents } = await ports.directory.find(instanceId, asked);
      const isReadable = ({ agentId }: AgentKey) => agentId !== 'bad';
      return { agents: agents.filter(isReadable), unreadable: asked.filter((agentId) => agentId === 'bad') };
    },
  };
  const agents = intercept(ports.agents, (method, call, [key]) =>
    method === 'load' && Object(key).agentId === 'bad' ? Promise.reject(fault) : call(),
  );
  return { ...ports, ...makeUseCases({ ...ports, directory, agents }) };
}

const named = (conditions?: Conditions) => aSelector({ agentIds: ['ann', 'bad'], ...(conditions && { conditions }) });
const ofTeam = (conditions?: Conditions) => aSelector({ teamIds: ['t1'], ...(conditions && { conditions }) });
const outcomesOf = (rows: readonly { readonly agentId: string; readonly outcome: string; readonly why?: string }[]) =>
  rows.map(({ agentId, outcome, why }) => [agentId, outcome, ...(why ? [why] : [])].join(' '));

describe.each([
  ['a preview', 'previewLogouts'],
  ['a forced logout', 'forceLogouts'],
] as const)('in %s, an agent who cannot be read', (_, name) => {
  const rowsOf = async (selector: ReturnType<typeof aSelector>) => {
    const answer = await (await aTeam())[name]('demo', selector, request);
    return 'rows' in answer ? outcomesOf(answer.rows) : [];
  };

  test('fails, and does not hide the results of the others', async () => {
    expect(await rowsOf(named())).toEqual(['ann loggedOut', 'bad failed']);
    expect(await rowsOf(ofTeam())).toEqual(['ann loggedOut', 'bad failed', 'cy loggedOut']);
  });

  test('may be of any team, so a caller who is limited to some does not learn of it', async () => {
    const conditions = { callerTeamIds: ['t1'] };
    expect(await rowsOf(named(conditions))).toEqual(['ann loggedOut', 'bad skipped notPermitted']);
  });
});

test('alone, an agent who cannot be read is an answer, and one who cannot be loaded is a fault', async () => {
  const alone = aSelector({ agentIds: ['bad'] });
  const unreadable = await (await aTeam()).forceLogouts('demo', alone, request);
  expect(unreadable).toMatchObject({ rows: [{ agentId: 'bad', outcome: 'failed' }] });
  await expect((await aTeam(new Error('throttled'))).forceLogouts('demo', alone, request)).rejects.toThrow('throttled');
});

describe('a later look', () => {
  const look = {
    type: 'look',
    instanceId: 'demo',
    selector: ofTeam(),
    ...request,
    requestedAt: someDay,
    from: { list: 0 },
  } as const;

  test('reports whom it cannot read, and logs out the others', async () => {
    const team = await aTeam();
    await team.workLogout(look, { lastAttempt: false });
    expect(team.agents.all().flatMap(({ state }) => (state.session ? [state.agentId] : []))).toEqual(['bad']);
    expect(team.reports).toEqual(['An agent could not be logged out at a second look']);
  });

  test('is made again if somebody cannot be loaded', async () => {
    const team = await aTeam(new Error('throttled'));
    await expect(team.workLogout(look, { lastAttempt: false })).rejects.toThrow('throttled');
    expect(team.reports).toEqual([]);
  });

  test('is made for a job until the job is cancelled', async () => {
    for (const [isCancelled, left] of [
      [true, ['ann', 'bad', 'cy']],
      [false, ['bad']],
    ]) {
      const team = await aTeam();
      const { jobId } = await team.startJob('demo', ofTeam(), request);
      if (isCancelled) await team.cancelJob({ instanceId: 'demo', jobId }, { cancelledBy: 'boss' });
      await team.workLogout({ ...look, order: { ...anOrder(), jobId } }, { lastAttempt: false });
      expect(team.agents.all().flatMap(({ state }) => (state.session ? [state.agentId] : []))).toEqual(left);
    }
  });

  test('is made for a job of which nothing is kept any more', async () => {
    const team = await aTeam();
    await team.workLogout({ ...look, order: { ...anOrder(), jobId: 99 } }, { lastAttempt: false });
    expect(team.agents.all().filter(({ state }) => state.session)).toHaveLength(1);
  });

  test('goes on in another message when there are more agents than it takes, from where it stopped', async () => {
    const ports = await memoryPorts(
      agentIds(230).map((agentId) => online(agentId, { teamIds: ['t1'] })),
      { now: () => someDay + seconds(3) },
    );
    const { workLogout } = makeUseCases(ports);
    await workLogout(look, { lastAttempt: false });
    const [next, ...others] = ports.queue.waiting();
    expect([next, others]).toMatchObject([{ ...look, from: { list: 1, after: expect.any(String) } }, []]);
    expect(ports.agents.all().filter(({ state }) => state.session)).toHaveLength(30);
    if (next) await workLogout(next, { lastAttempt: false });
    expect(ports.agents.all().filter(({ state }) => state.session)).toEqual([]);
    expect(ports.queue.waiting()).toHaveLength(1);
  });
});
