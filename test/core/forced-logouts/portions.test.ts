import { describe, expect, test } from '@jest/globals';
import type { JobProgress } from '#core/forced-logouts/logout-job.ts';
import { someDay, stored } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { agentIds, aJob, aPage, aReceipt, counts, jobKey } from '#test/support/logout-jobs.ts';
import { makeOwningBackend } from '#test/support/owning-backend.ts';

interface Sending {
  /** How many chunks of each page are done. @default - none */
  readonly done?: readonly number[];
  readonly progress?: JobProgress;
  /** @default true */
  readonly isDriven?: boolean;
}

/**
 * What is sent of a job from this chunk on. It has two pages of sixty agents each, in chunks of five, and the backend takes
 * one agent out each second.
 */
async function sentFrom(
  from: string,
  { done = [], progress = { status: 'running', pages: 2 }, isDriven = true }: Sending = {},
) {
  const [page = 0, chunk = 0] = from.split('.').map(Number);
  const clock = { now: () => someDay };
  const { backend } = makeOwningBackend({ clock });
  backend.pace = { perSecond: 1, atOnce: 4 };
  const ports = await memoryPorts([], clock);
  await ports.jobs.save(stored(aJob({ progress })), undefined);
  for (const n of [0, 1]) await ports.plan.addPage(jobKey, aPage(agentIds(60), { page: n, chunkSize: 5 }));
  for (const [n, chunks] of done.entries())
    for (let each = 0; each < chunks; each += 1)
      await ports.receipts.add(jobKey, aReceipt(agentIds(5), { page: n, chunk: each }));
  const sent: string[] = [];
  const queue = {
    ...ports.queue,
    async send(messages: Parameters<typeof ports.queue.send>[0], notBefore = someDay) {
      const after = notBefore === someDay ? '' : ` after ${(notBefore - someDay) / 1000} s`;
      for (const each of messages)
        sent.push(`${each.type} ${'chunk' in each ? `${each.page}.${each.chunk}` : ''}${after}`);
    },
  };
  const { workLogout } = makeUseCases({ ...ports, queue, backends: () => (isDriven ? backend : undefined) });
  await workLogout({ type: 'send', ...jobKey, page, chunk }, { lastAttempt: false });
  return sent;
}

/** The messages of the chunks from one place on. */
const chunks = (page: number, first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, n) => `chunk ${page}.${first + n}`);

describe('a portion of the chunks of a job', () => {
  test('is forty seconds of work, and the next is sent when fifteen of them are over', async () => {
    expect(await sentFrom('0.0')).toEqual([...chunks(0, 0, 7), 'send 0.8 after 15 s']);
  });

  test('is not sent as long as there is work for more than 25 seconds', async () => {
    expect(await sentFrom('0.8')).toEqual(['send 0.8 after 15 s']);
    expect(await sentFrom('0.8', { done: [2] })).toEqual(['send 0.8 after 5 s']);
    expect(await sentFrom('0.8', { done: [3] })).toEqual([...chunks(0, 8, 10), 'send 0.11 after 15 s']);
  });

  test('ends with its page, and the next begins with the page that follows', async () => {
    expect(await sentFrom('0.8', { done: [8] })).toEqual([...chunks(0, 8, 11), 'send 0.12']);
    expect(await sentFrom('0.12', { done: [8] })).toEqual([...chunks(1, 0, 3), 'send 1.4 after 15 s']);
    expect(await sentFrom('1.4', { done: [12] })).toEqual([...chunks(1, 4, 7), 'send 1.8 after 15 s']);
  });

  test('is none of a page that is done, however often it is sent', async () => {
    expect(await sentFrom('0.0', { done: [12] })).toEqual([...chunks(1, 0, 7), 'send 1.8 after 15 s']);
    expect(await sentFrom('0.0', { done: [12, 12] })).toEqual([]);
    expect(await sentFrom('1.12', { done: [8, 11] })).toEqual([]);
  });

  test('is no larger because chunks after it are done', async () => {
    expect(await sentFrom('0.0', { done: [2] })).toEqual([...chunks(0, 0, 7), 'send 0.8 after 15 s']);
  });

  test('is the whole page if the instance is not driven any more', async () => {
    expect(await sentFrom('0.0', { isDriven: false })).toEqual([...chunks(0, 0, 11), 'send 0.12']);
  });

  test.each<JobProgress>([
    { status: 'completed', finishedAt: someDay, counts: counts() },
    { status: 'cancelled', finishedAt: someDay, counts: counts(), cancelledBy: 'boss' },
  ])('is not sent of a job that is over: %j', async (progress) => {
    expect(await sentFrom('0.0', { progress })).toEqual([]);
  });

  test('is sent of a job that could not find all of its agents', async () => {
    const failed = { status: 'failed', finishedAt: someDay, failure: 'No answer' } as const;
    expect(await sentFrom('0.0', { progress: failed })).toHaveLength(9);
  });
});

test('nothing is sent of a job that is not there', async () => {
  const ports = await memoryPorts();
  await makeUseCases(ports).workLogout({ type: 'send', ...jobKey, page: 0, chunk: 0 }, { lastAttempt: false });
  expect(ports.queue.waiting()).toEqual([]);
});
