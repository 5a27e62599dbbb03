import { describe, expect, test } from '@jest/globals';
import { BackendError, type BackendFault } from '#core/backend-calls.ts';
import type { LogoutMessage } from '#core/forced-logouts/ports.ts';
import { days, seconds } from '#core/instant.ts';
import { ann, someDay } from '#test/support/agents.ts';
import { jobKey } from '#test/support/logout-jobs.ts';
import { anOwnedCentre } from '#test/support/owned-centre.ts';

const ben = { ...ann, agentId: 'ben' };
const request = { timing: 'afterContact', order: { requestedBy: 'supervisor' } } as const;

/** A job of Ann and Ben, who work, with its first chunk to be delivered. */
async function aJobOfTwo(settings: Parameters<typeof anOwnedCentre>[0] = {}) {
  const centre = await anOwnedCentre(settings);
  for (const agent of [ann, ben]) centre.works(agent);
  centre.time.at += seconds(60);
  await centre.startJob('demo', { agentIds: ['ann', 'ben'], teamIds: [], ipRanges: [] }, request);
  const deliver = (message: LogoutMessage | undefined, lastAttempt = false) =>
    message ? centre.workLogout(message, { lastAttempt }) : Promise.reject(new Error('The queue is empty'));
  await deliver(centre.queue.take());
  await deliver(centre.queue.take());
  const fails = (fault: BackendFault, agentId: string, times = Number.POSITIVE_INFINITY) => {
    const { goOffline } = centre.backend;
    let left = times;
    centre.backend.goOffline = async (key, asked) => {
      if (key.agentId !== agentId || left <= 0) return goOffline(key, asked);
      left -= 1;
      throw new BackendError(fault, `It is ${fault}`);
    };
  };
  const outcomes = async () =>
    (await centre.receipts.results(jobKey, { limit: 10 })).results.map(
      ({ agentId, outcome }) => `${agentId} ${outcome}`,
    );
  /** The next chunk, if it is due by now. */
  const chunk = () => {
    for (let next = centre.queue.take(centre.time.at); next; next = centre.queue.take(centre.time.at))
      if (next.type === 'chunk') return next;
    return undefined;
  };
  return { ...centre, deliver, fails, outcomes, chunk };
}

describe('a chunk of agents whom a backend owns', () => {
  test('looks at all of them after it has told of all of them', async () => {
    const job = await aJobOfTwo();
    await job.deliver(job.chunk());
    const calls = job.calls.map((call) => call.split(' ')[0]);
    expect(calls).toEqual(['observe', 'observe', 'goOffline', 'goOffline', 'observe', 'observe']);
    expect(await job.outcomes()).toEqual(['ann loggedOut', 'ben loggedOut']);
  });

  test('is put back without an attempt while the backend has no time, for a day at most', async () => {
    const job = await aJobOfTwo();
    job.fails('busy', 'ben');
    const first = job.chunk();
    await job.deliver(first, true);
    expect([await job.outcomes(), job.chunk()]).toEqual([[], undefined]);
    job.time.at += seconds(5);
    const again = job.chunk();
    expect(again).toEqual(first);
    job.time.at = someDay + days(2);
    await job.deliver(again, true);
    job.time.at += seconds(30);
    await job.deliver(job.chunk(), true);
    job.time.at += seconds(30);
    await job.deliver(job.chunk(), true);
    expect(await job.outcomes()).toEqual(['ann loggedOut', 'ben unconfirmed']);
  });

  test('fails for whom the backend refuses, at once, and nothing is left to happen later', async () => {
    for (const fault of ['denied', 'refused'] as const) {
      const job = await aJobOfTwo();
      job.fails(fault, 'ben', 1);
      await job.deliver(job.chunk());
      expect(await job.outcomes()).toEqual(['ann loggedOut', 'ben failed']);
      expect((await job.getLogoutJob(jobKey))?.job.progress.status).toBe('completed');
      await job.advance(seconds(3_600));
      expect([job.shown('ben')?.status, job.reports]).toEqual(['Available', ['Agent ben could not be logged out']]);
    }
  });

  test('is delivered again if the backend does not answer, and its order stands after the last attempt', async () => {
    const job = await aJobOfTwo();
    job.fails('unavailable', 'ben', 4);
    const chunk = job.chunk();
    await expect(job.deliver(chunk)).rejects.toMatchObject({ fault: 'unavailable' });
    await job.deliver(chunk, true);
    for (const looks of [1, 2]) {
      job.time.at += seconds(20);
      const again = job.chunk();
      expect(again).toMatchObject({ looks });
      await job.deliver(again, true);
    }
    expect(await job.outcomes()).toEqual(['ann loggedOut', 'ben unconfirmed']);
    await job.advance(seconds(600));
    expect(job.shown('ben')?.status).toBe('Offline');
  });

  test('is looked at again while the backend shows what was before, until it shows what is', async () => {
    const job = await aJobOfTwo({ lag: seconds(10) });
    await job.deliver(job.chunk());
    expect(await job.outcomes()).toEqual([]);
    job.time.at += seconds(15);
    await job.deliver(job.chunk());
    expect(await job.outcomes()).toEqual(['ann loggedOut', 'ben loggedOut']);
    expect(job.calls.filter((call) => call.startsWith('goOffline'))).toHaveLength(2);
  });

  test('leaves alone who has come back before it is delivered again', async () => {
    const job = await aJobOfTwo({ lag: seconds(3) });
    await job.deliver(job.chunk());
    const look = async () => {
      job.time.at += seconds(4);
      await job.followBackend(ann, await job.backend.observe(ann, 'job'));
    };
    await look();
    job.works(ann);
    await look();
    job.time.at += seconds(15);
    await job.deliver(job.chunk());
    expect(await job.outcomes()).toEqual(['ann loggedOut', 'ben loggedOut']);
    expect(job.shown('ann')?.status).toBe('Available');
    expect(job.calls.filter((call) => call.startsWith('goOffline'))).toHaveLength(2);
  });
});
