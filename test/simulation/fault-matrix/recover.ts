import { expect } from '@jest/globals';
import { expireLease } from '#core/agents/lease.ts';
import { expire } from '#core/chats/activity.ts';
import { isCancelled } from '#core/forced-logouts/logout-job.ts';
import { minutes, seconds } from '#core/instant.ts';
import type { World } from './faulty-world.ts';
import { connectionIds, scheduleKey } from './scene.ts';

/** What is due in the next minutes happens: wake-ups, sweeps, and the work of jobs. */
export async function recover({ time, wakeUps, queue, startFunction }: World): Promise<void> {
  const { forcedLogouts, wakeUps: wakeUpUseCases } = startFunction();
  let sweptAt = 0;
  for (const end = time.now() + minutes(12); time.now() < end; ) {
    if (time.now() >= sweptAt + minutes(3)) {
      sweptAt = time.now();
      time.at(time.now(), async () => void (await wakeUpUseCases.sweep()));
    }
    for (const wakeUp of wakeUps.wake(time.now())) time.at(time.now(), () => wakeUpUseCases.wake(wakeUp));
    for (let message = queue.take(time.now()); message; message = queue.take(time.now())) {
      const work = message;
      time.at(time.now(), () => forcedLogouts.workLogout(work, { lastAttempt: false }));
    }
    await time.runUntil(time.now() + seconds(10));
  }
}

/** What was saved is published, nothing that was due is left, and nobody was notified of anything twice. */
export async function expectNothingLost(world: World): Promise<void> {
  const { agents, chatStore, jobs, schedules, bus, chatBus, scheduleBus, sockets, time } = world;
  const allJobs = await jobsOf(jobs);
  const stored = [...agents.all(), ...chatStore.all(), ...allJobs, ...schedules.all()];
  expect(stored.filter(({ outbox }) => outbox.length > 0)).toEqual([]);
  const published = new Set(
    [...bus.published(), ...chatBus.published(), ...scheduleBus.published()].map(({ eventId }) => eventId),
  );
  expect(published.size).toBe(stored.reduce((sum, { sequence }) => sum + sequence, 0));

  const overdue = [
    ...agents.all().flatMap(({ state }) => expireLease(state, time.now()).events),
    ...chatStore.all().flatMap(({ state }) => expire(state, time.now()).events),
  ];
  expect(overdue).toEqual([]);
  // The occurrence of the day was one job.
  expect(allJobs.filter(({ state }) => state.order.scheduleId === scheduleKey.scheduleId)).toHaveLength(1);
  // A job that begins later than all of this is still to come.
  const due = allJobs.filter(({ state }) => state.startedAt <= time.now() || isCancelled(state));
  expect(due.map(({ state }) => [state.jobId, state.progress.status])).toEqual(
    due.map(({ state }) => [state.jobId, isCancelled(state) ? 'cancelled' : 'completed']),
  );

  const repeated = connectionIds.filter((connectionId) => {
    const frames = sockets.framesOf(connectionId);
    return new Set(frames).size < frames.length;
  });
  expect(repeated).toEqual([]);
}

async function jobsOf(jobs: World['jobs']) {
  const found: NonNullable<Awaited<ReturnType<typeof jobs.load>>>[] = [];
  for (let jobId = 1; jobId <= 10; jobId += 1) {
    const job = await jobs.load({ instanceId: 'demo', jobId });
    if (job) found.push(job);
  }
  return found;
}
