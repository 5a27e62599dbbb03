import { describe, expect, test } from '@jest/globals';
import type { JobProgress } from '#core/forced-logouts/logout-job.ts';
import type { JobPage, LogoutMessage } from '#core/forced-logouts/ports.ts';
import { minutes } from '#core/instant.ts';
import { someDay, stored } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { agentIds, aJob, aPage, aReceipt, aSelector, jobKey } from '#test/support/logout-jobs.ts';
import { firstPlan } from './a-plan.ts';

const nameOf = (message: LogoutMessage) => {
  if (message.type === 'plan') return `plan ${message.page} from ${JSON.stringify(message.from)}`;
  return message.type === 'look' ? 'look' : `${message.type} ${message.page}.${message.chunk}`;
};

interface StandingStill {
  readonly progress: JobProgress;
  /** @default - none was planned */
  readonly pages?: readonly Partial<JobPage>[];
  /** The pages whose only chunk is done. @default - none */
  readonly done?: readonly number[];
}

/** What the wake-up sends of a job of which nothing has been done for five minutes. */
async function continued({ progress, pages = [], done = [] }: StandingStill) {
  const ports = await memoryPorts([], { now: () => someDay + minutes(5) });
  const sentPages = progress.status === 'running' ? (progress.pages ?? progress.sentPages ?? 0) : 0;
  const watch = { done: sentPages + done.length, since: someDay, tries: 0 };
  await ports.plan.putSelector(jobKey, aSelector({ teamIds: ['t1'] }));
  await ports.jobs.save(stored(aJob({ progress, watch })), undefined);
  for (const [page, more] of pages.entries()) await ports.plan.addPage(jobKey, aPage(agentIds(3), { page, ...more }));
  for (const page of done) await ports.receipts.add(jobKey, aReceipt(agentIds(3), { page }));
  await makeUseCases(ports).wakeJob(jobKey);
  return { sent: ports.queue.waiting().map(nameOf), reports: ports.reports };
}

describe('of a job that stands still is sent again', () => {
  test('what was not done of its pages, and the message that plans the next one', async () => {
    const pages = [{ next: { list: 1, after: 'a' } }, { next: { list: 1, after: 'b' } }, { next: { list: 2 } }];
    const progress = { status: 'running', sentPages: 3 } as const;
    const { sent, reports } = await continued({ progress, pages, done: [1] });
    expect(sent).toEqual(['chunk 0.0', 'chunk 2.0', 'plan 3 from {"list":2}']);
    expect(reports).toEqual(['Job 1 of demo stands still and is continued']);
  });

  test('no plan when all pages are planned', async () => {
    const progress = { status: 'running', pages: 2 } as const;
    expect((await continued({ progress, pages: [{}, {}], done: [0] })).sent).toEqual(['chunk 1.0']);
  });

  test('the beginning of the plan if nothing was sent', async () => {
    expect((await continued({ progress: { status: 'running' } })).sent).toEqual(['plan 0 from {"list":0}']);
    expect((await continued({ progress: { status: 'created' } })).sent).toEqual(['plan 0 from {"list":0}']);
  });

  test('the beginning of the second pass if the pages of the first are all there is', async () => {
    const progress = { status: 'running', sentPages: 1, again: true } as const;
    const { sent } = await continued({ progress, pages: [{}], done: [0] });
    expect(sent).toEqual(['plan 1 from {"list":0,"again":true}']);
  });

  test('the second pass if it has not begun and everything is done', async () => {
    const { sent } = await continued({ progress: { status: 'running', pages: 1 }, pages: [{}], done: [0] });
    expect(sent).toEqual(['plan 1 from {"list":0,"again":true}']);
  });

  test('one message for all chunks that are sent in portions, from the first page that is not done', async () => {
    const pages = [0, 1, 2].map(() => ({ chunkSize: 3 }));
    const progress = { status: 'running', pages: 3 } as const;
    expect((await continued({ progress, pages, done: [0] })).sent).toEqual(['send 1.0']);
  });
});

test('of a job that goes on nothing is sent again, and one that was cancelled is taken back by each wake-up', async () => {
  const ports = await memoryPorts([], { now: () => someDay + minutes(1) });
  const { wakeJob, cancelJob } = makeUseCases(ports);
  await ports.jobs.save(stored(aJob({ progress: { status: 'running' } })), undefined);
  await wakeJob(jobKey);
  expect([ports.queue.waiting(), ports.reports]).toEqual([[], []]);
  await cancelJob(jobKey, { cancelledBy: 'boss' });
  for (const _ of [1, 2]) {
    while (ports.queue.take());
    await wakeJob(jobKey);
    expect(ports.queue.waiting()).toEqual([firstPlan]);
  }
});
