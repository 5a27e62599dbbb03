import { describe, expect, test } from '@jest/globals';
import type { Agent } from '#core/agents/agent.ts';
import type { LogoutJob } from '#core/forced-logouts/logout-job.ts';
import type { LogoutMessage, PlanCursor } from '#core/forced-logouts/ports.ts';
import type { Selector } from '#core/forced-logouts/selector.ts';
import { aContact, anAgent, anOrder, aSession, someDay, stored } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { agentIds, aJob, aPage, aSelector, counts, jobKey } from '#test/support/logout-jobs.ts';
import { makeOwningBackend } from '#test/support/owning-backend.ts';
import { firstPlan } from './a-plan.ts';

/** An agent of team `t1` who is busy, with a logout that waits by order of a job. */
const waiting = (agentId: string, jobId?: number): Agent =>
  anAgent({
    agentId,
    teamIds: ['t1'],
    session: aSession({
      contacts: [aContact('c1')],
      pendingLogout: { order: anOrder(jobId === undefined ? {} : { jobId }), requestedAt: someDay },
    }),
  });

const cancelledBy = { cancelledBy: 'boss', cancelledFrom: { via: 'apiKey' } } as const;

async function aCancelledJob(staff: readonly Agent[], selector: Selector, overrides: Partial<LogoutJob> = {}) {
  const ports = await memoryPorts(staff, { now: () => someDay });
  const progress = { status: 'cancelled', finishedAt: someDay, counts: counts(), ...cancelledBy } as const;
  await ports.plan.putSelector(jobKey, selector);
  await ports.jobs.save(stored(aJob({ progress, ...overrides })), undefined);
  const { workLogout } = makeUseCases(ports);
  return {
    ...ports,
    deliver: (message: LogoutMessage) => workLogout(message, { lastAttempt: false }),
    left: () => ports.agents.all().flatMap(({ state }) => (state.session?.pendingLogout ? [state.agentId] : [])),
    facts: () => ports.bus.published().map(({ fact }) => fact),
  };
}

const chunkOf = (ids: readonly string[]): LogoutMessage => ({
  type: 'chunk',
  ...jobKey,
  page: 0,
  chunk: 0,
  agents: ids.map((agentId) => ({ agentId, matchedBy: { agentId } })),
});

const planOf = (page: number, from: PlanCursor): LogoutMessage => ({ type: 'plan', ...jobKey, page, from });

describe('a chunk of a job that was cancelled', () => {
  test('takes back what waits by order of the job, and nothing else', async () => {
    const job = await aCancelledJob([waiting('ann', 1), waiting('bob', 2), waiting('cy')], aSelector());
    await job.deliver(chunkOf(['ann', 'bob', 'cy', 'none']));
    expect(job.left()).toEqual(['bob', 'cy']);
    expect(job.facts()).toMatchObject([
      { type: 'AgentLogoutCancelled', agentId: 'ann', cause: 'cancelled', ...cancelledBy },
    ]);
    expect(await job.receipts.find(jobKey, { page: 0, chunk: 0 })).toBeUndefined();
  });

  test('comes again if a logout could not be taken back, and the others are', async () => {
    const job = await aCancelledJob([waiting('ann', 1), waiting('bob', 1)], aSelector());
    const agents = intercept(job.agents, (method, call, [key]) =>
      method === 'load' && Object(key).agentId === 'ann' ? Promise.reject(new Error('throttled')) : call(),
    );
    const { workLogout } = makeUseCases({ ...job, agents });
    await expect(workLogout(chunkOf(['ann', 'bob']), { lastAttempt: false })).rejects.toThrow('throttled');
    expect(job.left()).toEqual(['ann']);
  });

  test('takes back as many as there are', async () => {
    const many = agentIds(130);
    const job = await aCancelledJob(
      many.map((agentId) => waiting(agentId, 1)),
      aSelector(),
    );
    await job.deliver(chunkOf(many));
    expect(job.left()).toEqual([]);
  });

  test('that is worked on when the job is cancelled takes back what it has just ordered', async () => {
    const busy = anAgent({ agentId: 'ann', session: aSession({ contacts: [aContact('c1')] }) });
    const job = await aCancelledJob([busy], aSelector({ agentIds: ['ann'] }), {
      timing: 'afterContact',
      progress: { status: 'running' },
    });
    const receipts: typeof job.receipts = {
      ...job.receipts,
      async add(...added) {
        await job.receipts.add(...added);
        await makeUseCases(job).cancelJob(jobKey, { cancelledBy: 'boss' });
      },
    };
    await makeUseCases({ ...job, receipts }).workLogout(chunkOf(['ann']), { lastAttempt: false });
    expect(job.left()).toEqual([]);
    expect(job.facts().map(({ type }) => type)).toStrictEqual([
      'AgentLogoutDeferred',
      'LogoutJobCancelled',
      'AgentLogoutCancelled',
    ]);
  });
});

describe('a cancelled job is looked through', () => {
  const ids = agentIds(4);
  const staff = ids.map((agentId) => waiting(agentId, 1));

  test('by the chunks of its pages, and by its selector for whom it may have found meanwhile', async () => {
    const job = await aCancelledJob(staff, aSelector({ teamIds: ['t1'] }));
    await job.plan.addPage(jobKey, aPage(['agent-0', 'moved'], { next: { list: 1 } }));
    await job.deliver(firstPlan);
    expect(job.left()).toEqual([]);
    expect(job.queue.waiting()).toMatchObject([
      { type: 'chunk', page: 0, agents: [{ agentId: 'agent-0' }, { agentId: 'moved' }] },
      { type: 'plan', page: 1, from: { list: 2 } },
    ]);
  });

  test('until there are neither pages nor agents left', async () => {
    const job = await aCancelledJob(staff, aSelector({ teamIds: ['t1'] }));
    await job.deliver(firstPlan);
    expect([job.left(), job.queue.waiting()]).toEqual([[], []]);
    await job.deliver(planOf(3, { list: 2 }));
    expect(job.queue.waiting()).toEqual([]);
  });

  test('five hundred agents at a time', async () => {
    const many = agentIds(503).map((agentId) => waiting(agentId, 1));
    const job = await aCancelledJob(many, aSelector({ teamIds: ['t1'] }));
    await job.deliver(firstPlan);
    expect(job.left()).toHaveLength(3);
    const [next, ...others] = job.queue.waiting();
    expect([next, others]).toMatchObject([{ type: 'plan', page: 1, from: { list: 1 } }, []]);
    if (next) await job.deliver(next);
    expect(job.left()).toEqual([]);
  });

  test('as many agents at a time as a backend takes in a chunk', async () => {
    const idle = ids.map((agentId) => anAgent({ agentId, teamIds: ['t1'], session: aSession() }));
    const job = await aCancelledJob(idle, aSelector({ teamIds: ['t1'] }));
    const { backend } = makeOwningBackend({ clock: job.clock });
    backend.pace = { perSecond: 0.6, atOnce: 1 };
    const found: (readonly string[])[] = [];
    const directory: typeof job.directory = {
      ...job.directory,
      async find(instanceId, asked) {
        found.push(asked);
        return job.directory.find(instanceId, asked);
      },
    };
    const { workLogout } = makeUseCases({ ...job, directory, backends: () => backend });
    await workLogout(firstPlan, { lastAttempt: false });
    expect(found).toEqual([ids.slice(0, 3)]);
    expect(job.queue.waiting()).toMatchObject([{ type: 'plan', page: 1, from: { list: 1 } }]);
  });

  test('not by its second pass', async () => {
    const job = await aCancelledJob(staff, aSelector({ teamIds: ['t1'] }));
    await job.deliver(planOf(1, { list: 0, again: true }));
    expect([job.left(), job.queue.waiting()]).toEqual([ids, []]);
  });
});
