import { describe, expect, test } from '@jest/globals';
import { UnreadableItemError } from '#core/change.ts';
import type { JobProgress } from '#core/forced-logouts/logout-job.ts';
import type { LogoutMessage } from '#core/forced-logouts/ports.ts';
import type { Selector } from '#core/forced-logouts/selector.ts';
import { seconds } from '#core/instant.ts';
import { anOrder, aRange, online, someDay, stored } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { agentIds, aJob, aSelector, jobKey } from '#test/support/logout-jobs.ts';

const order = anOrder({ reason: 'storm' });

/** A job of ten agents of a team, some of whom cannot be read or loaded, and a queue that the test empties. */
async function aJobOf(lists: Partial<Selector>, faults: Readonly<Record<string, Error>> = {}) {
  const time = { at: someDay };
  const ports = await memoryPorts(
    agentIds(10).map((agentId) => online(agentId, { teamIds: ['t1'] })),
    { now: () => time.at },
  );
  const loads: string[] = [];
  const agents = intercept(ports.agents, (method, call, [key]) => {
    const { agentId } = Object(key);
    if (method === 'load') loads.push(agentId);
    const fault = method === 'load' ? faults[agentId] : undefined;
    return fault ? Promise.reject(fault) : call();
  });
  const sent: { readonly message: LogoutMessage; readonly after: number }[] = [];
  const queue = {
    ...ports.queue,
    async send(messages: readonly LogoutMessage[], notBefore?: number) {
      sent.push(...messages.map((message) => ({ message, after: (notBefore ?? time.at) - someDay })));
      await ports.queue.send(messages, notBefore);
    },
  };
  const useCases = makeUseCases({ ...ports, agents, queue });
  await useCases.startJob('demo', aSelector(lists), { timing: 'immediate', order });
  /** Delivers what is due until then. Whatever fails was delivered for the last time. */
  async function work(until: number) {
    for (; time.at <= someDay + until; time.at += seconds(1))
      for (let next = ports.queue.take(time.at); next; next = ports.queue.take(time.at))
        await useCases.workLogout(next, { lastAttempt: true });
  }
  const outcomes = async () => {
    const { results } = await ports.receipts.results(jobKey, { limit: 100 });
    return Object.fromEntries(results.map(({ agentId, outcome }) => [agentId, outcome]));
  };
  return {
    ...ports,
    ...useCases,
    loads,
    sent,
    work,
    outcomes,
    status: async () => (await ports.jobs.load(jobKey))?.state.progress.status,
  };
}

describe('a job of a team', () => {
  test('looks its agents up a second time after three seconds, completes, and looks a last time after thirteen', async () => {
    const { sent, work, status } = await aJobOf({ agentIds: ['agent-0'], teamIds: ['t1'] });
    await work(seconds(2));
    expect(sent.at(-1)).toEqual({
      message: { type: 'plan', ...jobKey, page: 1, from: { list: 0, again: true } },
      after: seconds(3),
    });
    expect(await status()).toBe('running');
    await work(seconds(4));
    expect(await status()).toBe('completed');
    const look = {
      type: 'look',
      instanceId: 'demo',
      selector: aSelector({ teamIds: ['t1'] }),
      timing: 'immediate',
      order: { ...order, jobId: 1 },
      requestedAt: someDay,
      from: { list: 0 },
    };
    expect(sent.at(-1)).toEqual({ message: look, after: seconds(13) });
  });

  test('does not try again in its second pass whom it could not log out in the first', async () => {
    const unreadable = new UnreadableItemError('AGENT', 'damaged');
    const { loads, outcomes, work, status, reports } = await aJobOf(
      { teamIds: ['t1'] },
      { 'agent-3': new Error('throttled'), 'agent-4': unreadable },
    );
    await work(seconds(5));
    expect(await outcomes()).toEqual(
      Object.fromEntries(agentIds(10).map((id) => [id, ['agent-3', 'agent-4'].includes(id) ? 'failed' : 'loggedOut'])),
    );
    expect(loads.filter((agentId) => agentId === 'agent-3')).toHaveLength(1);
    expect(await status()).toBe('completed');
    expect(reports).toEqual(['Agent agent-4 could not be logged out']);
  });

  test('that finds nobody looks again, for its index may not show yet who has just signed in', async () => {
    const { sent, work, status } = await aJobOf({ ipRanges: [aRange('10.9.9.9')] });
    await work(0);
    expect(await status()).toBe('running');
    await work(seconds(5));
    expect([await status(), sent.map(({ message }) => message.type)]).toEqual(['completed', ['plan', 'plan', 'look']]);
  });
});

test('a job of agents who are named completes without another look', async () => {
  const { sent, work, status } = await aJobOf({ agentIds: ['agent-0'] });
  await work(0);
  expect([await status(), sent.map(({ message }) => message.type)]).toEqual(['completed', ['plan', 'chunk']]);
});

describe('an agent who cannot be read', () => {
  const damaged = { 'agent-1': new UnreadableItemError('AGENT', 'damaged') };

  test('fails at the first attempt, and does not keep the others waiting', async () => {
    const job = await aJobOf({ agentIds: ['agent-0', 'agent-1'] }, damaged);
    for (let next = job.queue.take(); next; next = job.queue.take()) await job.workLogout(next, { lastAttempt: false });
    expect(await job.outcomes()).toEqual({ 'agent-0': 'loggedOut', 'agent-1': 'failed' });
  });

  test('may be of any team, so a caller who is limited to some does not learn of it', async () => {
    const { outcomes, work } = await aJobOf(
      { agentIds: ['agent-0', 'agent-1'], conditions: { callerTeamIds: ['t1'] } },
      damaged,
    );
    await work(0);
    expect(await outcomes()).toEqual({ 'agent-0': 'loggedOut', 'agent-1': 'skipped' });
  });
});

test('a job that is failed or cancelled has all the results that it will have', async () => {
  const over = {
    finishedAt: someDay,
    counts: { matched: 0, loggedOut: 0, deferred: 0, alreadySignedOut: 0, skipped: 0, failed: 0 },
  };
  const isComplete = async (progress: JobProgress) => {
    const ports = await memoryPorts();
    await ports.jobs.save(stored(aJob({ progress, order })), undefined);
    return makeUseCases(ports).listLogoutResults(jobKey, { limit: 1 });
  };
  const ended = { complete: true, requestedBy: 'supervisor', results: [] };
  expect(await isComplete({ status: 'failed', finishedAt: someDay, failure: 'No answer' })).toEqual(ended);
  expect(await isComplete({ status: 'cancelled', ...over, cancelledBy: 'boss' })).toEqual(ended);
  expect(await isComplete({ status: 'created' })).toMatchObject({ complete: false });
});
