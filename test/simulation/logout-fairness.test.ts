import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { makeSqsLogoutPutBack, makeSqsLogoutQueue, parseLogoutMessage } from '#adapters/sqs/logout-queue.ts';
import { seconds } from '#core/instant.ts';
import { queue } from '#runtime/queue.ts';
import { silenceLog } from '#test/runtime/http-events.ts';
import { anAgent, anOrder, aSession, someDay } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { agentIds, aSelector } from '#test/support/logout-jobs.ts';
import { FairQueue } from './fair-queue.ts';
import { SlowTime } from './virtual-time.ts';

beforeEach(silenceLog);

const many = 20_000;
const few = 60;
/** How long a page or a chunk of a hundred takes, besides the rest after it. */
const workTakes = 300;
/** The longest that a worker is busy with what it has received: ten chunks, each with its rest. */
const batchTakes = seconds(8);
/** How long after the job of many that of the few begins: before the first page is planned, and in the middle of it. */
const beginnings = [0, seconds(3)];

const staffOf = (instanceId: string, size: number) =>
  agentIds(size).map((agentId) =>
    anAgent({ instanceId, agentId, session: aSession({ sessionId: `${instanceId}/${agentId}` }) }),
  );

/** Jobs of two instances, worked as `functions/queue-logout-work.ts` does it. @returns how long the job of the few takes */
async function jobOfFew({
  beside,
  begins = 0,
  seesGroups = true,
}: {
  beside: number;
  begins?: number;
  seesGroups?: boolean;
}) {
  const time = new SlowTime(someDay);
  const ports = await memoryPorts([...staffOf('large', beside), ...staffOf('small', few)], time);
  const pause = (milliseconds: number) => time.pause(milliseconds);
  const work = (records: readonly unknown[]) => {
    const end = time.now() + seconds(30);
    const context = { awsRequestId: 'inv', getRemainingTimeInMillis: () => end - time.now() } as unknown as Context;
    return Promise.resolve(worker({ Records: records } as never, context, () => {}));
  };
  const fair = new FairQueue({ time, seesGroups, work });
  const { startJob, workLogout, getLogoutJob } = makeUseCases({
    ...ports,
    queue: makeSqsLogoutQueue(fair.queue, { clock: time }),
  });
  const worker = queue({
    parse: parseLogoutMessage,
    work: async (message) => {
      await pause(workTakes);
      await workLogout(message, { lastAttempt: false });
    },
    idsOf: () => ({}),
    restMilliseconds: 500,
    reserveMilliseconds: 20_000,
    putBack: makeSqsLogoutPutBack(fair.queue),
    pause,
    limit: pause,
  });

  const request = { timing: 'immediate', order: anOrder() } as const;
  const start = (instanceId: string, size: number) =>
    startJob(instanceId, aSelector({ agentIds: agentIds(size) }), request);
  fair.start();
  if (beside > 0) time.at(someDay, async () => void (await start('large', beside)));
  const begun = someDay + begins;
  time.at(begun, async () => void (await start('small', few)));
  const finishedAt = async (instanceId: string) => {
    const found = await getLogoutJob({ instanceId, jobId: 1 });
    return found?.job.progress.status === 'completed' ? found.job.progress.finishedAt : undefined;
  };
  let finished: number | undefined;
  while (finished === undefined && time.now() < begun + seconds(300)) {
    await time.runUntil(time.now() + seconds(1));
    finished = await finishedAt('small');
  }
  const isLargeRunning = beside > 0 && (await finishedAt('large')) === undefined;
  return { took: (finished ?? Number.POSITIVE_INFINITY) - begun, isLargeRunning };
}

describe.each(beginnings)('beside a job of 20 000 of another instance that began %i ms before', (begins) => {
  test('a job of 60 waits no longer than for a worker to finish what it has', async () => {
    const [alone, beside] = [await jobOfFew({ beside: 0, begins }), await jobOfFew({ beside: many, begins })];
    expect(beside.isLargeRunning).toBe(true);
    expect(beside.took - alone.took).toBeLessThanOrEqual(batchTakes);
  });

  test('it would wait longer if messages had no group', async () => {
    const [alone, beside] = [
      await jobOfFew({ beside: 0, begins }),
      await jobOfFew({ beside: many, begins, seesGroups: false }),
    ];
    expect(beside.took - alone.took).toBeGreaterThan(batchTakes);
  });
});
