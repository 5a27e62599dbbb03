import { describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { anOrder, online, someDay } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { agentIds, aSelector, jobKey } from '#test/support/logout-jobs.ts';
import { makeOwningBackend } from '#test/support/owning-backend.ts';
import { progressOf } from './a-plan.ts';

const size = 60;

/** Sixty agents of a team whom a backend owns that takes one of them out each second, and a job of that team. */
async function aPacedJob({ agentsPerPage = 10, index = agentIds(size) } = {}) {
  const time = { at: someDay + minutes(1) };
  const clock = { now: () => time.at };
  const owner = makeOwningBackend({ clock });
  owner.backend.pace = { perSecond: 1, atOnce: 4 };
  const staff = agentIds(size).map((agentId) => online(agentId, { teamIds: ['t1'] }));
  const ports = await memoryPorts(staff, clock);
  const shownByIndex = new Set(index);
  const directory: typeof ports.directory = {
    ...ports.directory,
    async signedIn(...call) {
      const page = await ports.directory.signedIn(...call);
      return { ...page, agentIds: page.agentIds.filter((agentId) => shownByIndex.has(agentId)) };
    },
  };
  for (const agentId of agentIds(size)) owner.works({ instanceId: 'demo', agentId });
  const through = (replaced: Partial<typeof ports> = {}) =>
    makeUseCases({ ...ports, directory, ...replaced, backends: () => owner.backend }, { agentsPerPage });
  const useCases = through();
  await useCases.startJob('demo', aSelector({ teamIds: ['t1'] }), { timing: 'afterContact', order: anOrder() });
  const delivered: string[] = [];
  return {
    ...ports,
    ...owner,
    time,
    shownByIndex,
    delivered,
    through,
    /** Delivers what is due. A chunk takes a second for each agent. */
    async work(span: number, workers = useCases): Promise<void> {
      const end = time.at + span;
      while (time.at < end) {
        for (const wakeUp of ports.wakeUps.wake(time.at)) await useCases.wake(wakeUp);
        const next = ports.queue.take(time.at);
        if (next) {
          delivered.push('chunk' in next ? `${next.type} ${next.page}.${next.chunk}` : next.type);
          await workers.workLogout(next, { lastAttempt: false });
        }
        if (!next) time.at += seconds(1);
        if (next?.type === 'chunk') time.at += seconds(next.agents.length);
      }
    },
    out: () => agentIds(size).filter((agentId) => owner.wentOffline(agentId) === 1).length,
  };
}

describe('the chunks of a job of agents whom a backend owns', () => {
  test('are sent when all pages are found, a portion at a time', async () => {
    const job = await aPacedJob();
    await job.work(seconds(2));
    expect(job.delivered.slice(0, 7)).toEqual([...Array.from({ length: 6 }, () => 'plan'), 'send 0.0']);
    await job.work(minutes(3));
    expect([job.out(), await progressOf(job)]).toMatchObject([
      size,
      { status: 'completed', counts: { loggedOut: size } },
    ]);
    const chunks = job.delivered.filter((each) => each.startsWith('chunk'));
    expect(chunks).toEqual([0, 1, 2, 3, 4, 5].flatMap((page) => [`chunk ${page}.0`, `chunk ${page}.1`]));
  });

  test('of a large job never wait in the queue for longer than 40 seconds', async () => {
    const job = await aPacedJob({ agentsPerPage: 4_900 });
    let most = 0;
    for (let at = 0; at < 120; at += 1) {
      await job.work(seconds(1));
      const waiting = job.queue
        .waiting()
        .reduce((sum, each) => sum + (each.type === 'chunk' ? each.agents.length : 0), 0);
      most = Math.max(most, waiting);
    }
    expect(most).toBeGreaterThan(20);
    expect(most).toBeLessThanOrEqual(40);
    expect(await progressOf(job)).toMatchObject({ status: 'completed' });
  });

  test('are sent for those, too, whom only the second look-up shows', async () => {
    const job = await aPacedJob({ index: agentIds(20) });
    await job.work(seconds(2));
    for (const agentId of agentIds(size)) job.shownByIndex.add(agentId);
    await job.work(minutes(3));
    expect(await progressOf(job)).toMatchObject({ status: 'completed', counts: { matched: size, loggedOut: size } });
    expect(job.out()).toBe(size);
  });

  test('are sent again from where the job stands still', async () => {
    const job = await aPacedJob();
    await job.work(seconds(12));
    while (job.queue.take());
    const before = job.out();
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(size);
    await job.work(minutes(20));
    expect(await progressOf(job)).toMatchObject({ status: 'completed', counts: { matched: size, loggedOut: size } });
    expect(job.out()).toBe(size);
    expect(job.calls.filter((call) => call.startsWith('goOffline'))).toHaveLength(size);
  });

  test('are none if not even the first agents could be looked up', async () => {
    const job = await aPacedJob();
    const directory = { ...job.directory, signedIn: () => Promise.reject(new Error('The index cannot be read')) };
    const first = job.queue.take();
    if (first) await job.through({ directory }).workLogout(first, { lastAttempt: true });
    expect([await progressOf(job), job.queue.waiting()]).toMatchObject([{ status: 'failed' }, []]);
  });

  test('are sent of the pages that were found before the rest could not be looked up', async () => {
    const job = await aPacedJob();
    let lookups = 0;
    const broken: typeof job.directory = {
      ...job.directory,
      async signedIn(...call) {
        lookups += 1;
        if (lookups > 1) throw new Error('The index cannot be read');
        return job.directory.signedIn(...call);
      },
    };
    const workers = job.through({ directory: broken });
    for (let next = job.queue.take(); next; next = job.queue.take())
      await workers.workLogout(next, { lastAttempt: true });
    expect((await job.jobs.load(jobKey))?.state.progress.status).toBe('failed');
    expect(job.out()).toBe(10);
  });
});
