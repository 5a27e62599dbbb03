import { expect, test } from '@jest/globals';
import type { JobEvent } from '#core/forced-logouts/events.ts';
import { completeJob, type LogoutJob } from '#core/forced-logouts/logout-job.ts';
import type { LogoutMessage } from '#core/forced-logouts/ports.ts';
import { minutes } from '#core/instant.ts';
import { anOrder, online, someDay } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { agentIds, aSelector, counts, jobKey } from '#test/support/logout-jobs.ts';
import { firstPlan } from './a-plan.ts';

const request = { timing: 'immediate', order: anOrder() } as const;

/** A job that was just started, in a contact centre whose clock is set by the test. */
async function aStartedJob() {
  const time = { at: someDay };
  const ports = await memoryPorts([online('agent-0')], { now: () => time.at });
  const useCases = makeUseCases(ports);
  await useCases.startJob('demo', aSelector({ agentIds: agentIds(1) }), request);
  const sent = (): LogoutMessage[] => {
    const messages: LogoutMessage[] = [];
    for (let one = ports.queue.take(); one; one = ports.queue.take()) messages.push(one);
    return messages;
  };
  /** A minute later the job's wake-up fires. @returns the messages that are sent. */
  const wakeAfterAMinute = async () => {
    time.at = someDay + minutes(1);
    sent();
    await useCases.wakeJob(jobKey);
    return sent();
  };
  return { ...ports, ...useCases, time, sent, wakeAfterAMinute };
}

test('a job has a wake-up a minute after it was started', async () => {
  const { wakeUps, sent } = await aStartedJob();
  expect(wakeUps.pending()).toEqual([{ kind: 'job', ...jobKey, at: someDay + minutes(1) }]);
  expect(sent()).toEqual([firstPlan]);
});

test('a job exists only if its selector does', async () => {
  const ports = await memoryPorts();
  const plan = intercept(ports.plan, () => Promise.reject(new Error('throttled')));
  const { startJob } = makeUseCases({ ...ports, plan });
  await expect(startJob('demo', aSelector({ agentIds: ['ann'] }), request)).rejects.toThrow('throttled');
  expect(await ports.jobs.load(jobKey)).toBeUndefined();
  expect(ports.wakeUps.pending()).toEqual([]);
});

test('a job that no worker has begun is sent to the queue again', async () => {
  const { wakeAfterAMinute } = await aStartedJob();
  expect(await wakeAfterAMinute()).toEqual([firstPlan]);
});

test('a job that a worker has just begun is not sent again', async () => {
  const { workLogout, wakeAfterAMinute, jobs } = await aStartedJob();
  await workLogout(firstPlan, { lastAttempt: false });
  expect((await jobs.load(jobKey))?.state.progress.status).toBe('running');
  expect(await wakeAfterAMinute()).toEqual([]);
});

test('a job that is completed is not sent again, and an event that was not published is', async () => {
  const { jobs, wakeAfterAMinute, bus } = await aStartedJob();
  const before = await jobs.load(jobKey);
  const { state, events } = completeJob(running(before?.state), counts(), someDay);
  const outbox = events.map((fact: JobEvent) => ({ eventId: 'demo/job/1/2', sequence: 2, at: someDay, fact }));
  if (before && state) await jobs.save({ ...before, state, version: before.version + 1, sequence: 2, outbox }, before);
  expect(await wakeAfterAMinute()).toEqual([]);
  expect(bus.published().map(({ fact }) => fact.type)).toEqual(['LogoutRequested', 'LogoutJobCompleted']);
});

const running = (job: LogoutJob | undefined): LogoutJob | undefined =>
  job && { ...job, progress: { status: 'running', pages: 1 } };

test('the wake-up of a job that does not exist does nothing', async () => {
  const { wakeJob, sent } = await aStartedJob();
  sent();
  await wakeJob({ ...jobKey, jobId: 99 });
  expect(sent()).toEqual([]);
});
