import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { days, minutes } from '#core/instant.ts';
import { aContent, nightly } from '#test/core/logout-schedules/a-schedule.ts';
import { anOrder, someDay } from '#test/support/agents.ts';
import { aSelector, jobKey } from '#test/support/logout-jobs.ts';
import { eachEventOnce } from '#test/support/published-events.ts';
import { randomRuns, step } from '#test/support/share-of-cases.ts';
import { everyFault, Faults, faultAt } from './invocation.ts';
import { aStaff } from './logout-scenario.ts';
import { type LogoutSimulation, simulateLogouts } from './logout-simulation.ts';

/** Every day at ten in the evening, UTC. */
const ten = someDay + minutes(12 * 60 + 30);
const content = aContent({
  request: { selector: aSelector({ teamIds: ['t2'] }), guard: { confirmsEveryone: true, maximumAgents: 100 } },
});

/** Sends a request until it is answered. */
async function untilAnswered({ invoke, time }: LogoutSimulation, work: Parameters<LogoutSimulation['invoke']>[0]) {
  for (let sent = 0; sent < 5; sent += 1) {
    const outcome = await invoke(work).catch(() => undefined);
    if (outcome) return;
    await time.runUntil(time.now() + minutes(1));
  }
  throw new Error('There was no answer');
}

/** A schedule is put, has two occurrences, and is deleted. One call of all that fails. */
async function run(faults: Faults) {
  const simulation = await simulateLogouts({ staff: aStaff(8), agentsPerPage: 7, faults });
  const { time } = simulation;
  await untilAnswered(simulation, ({ putSchedule }) => putSchedule(nightly, content));
  await time.runUntil(ten + days(1) + minutes(90));
  await untilAnswered(simulation, ({ deleteSchedule }) => deleteSchedule(nightly, { callerId: 'sup' }));
  await simulation.settle();
  return simulation;
}

async function jobsOf({ jobs }: LogoutSimulation) {
  const found = await Promise.all(
    Array.from({ length: 12 }, (_, n) => jobs.load({ ...jobKey, jobId: n + 1 }).then((stored) => stored?.state)),
  );
  return found.filter((job) => job !== undefined);
}

test.each(everyFault)('each occurrence makes one job, whichever call fails: %s', async (fault) => {
  const undisturbed = new Faults();
  await run(undisturbed);
  expect(undisturbed.calls).toBeGreaterThan(50);
  for (let at = 1; at <= undisturbed.calls; at += step) {
    const simulation = await run(faultAt(at, fault));
    const jobs = await jobsOf(simulation);
    expect([at, jobs.map(({ progress }) => progress.status)]).toEqual([at, ['completed', 'completed']]);
    for (const [n, job] of jobs.entries()) {
      expect(job.order.scheduleId).toBe('nightly');
      expect(job.startedAt).toBeGreaterThanOrEqual(ten + days(n));
      expect(job.startedAt).toBeLessThan(ten + days(n) + minutes(60));
    }
    const stored = await simulation.schedules.load(nightly);
    expect(stored).toMatchObject({ outbox: [], state: { content: { type: 'deleted' } } });
    expect(eachEventOnce(simulation.scheduleBus.published()).map(({ fact }) => fact.type)).toEqual([
      'LogoutScheduleChanged',
      'LogoutScheduleDeleted',
    ]);
  }
});

/** Calls of a schedule with two occurrences; those that fail are drawn from them. */
const callsOfTwo = 150;
const anyFaults = fc.array(fc.tuple(fc.integer({ min: 1, max: callsOfTwo }), fc.constantFrom(...everyFault)), {
  maxLength: 4,
  size: 'max',
});
/** When somebody changes the schedule: seconds from its first occurrence, and mostly around one of the two. */
const anyChanges = fc.array(
  fc.tuple(
    fc.constantFrom(0, days(1) / 1000),
    fc.oneof(fc.integer({ min: -3, max: 70 }), fc.integer({ min: -600, max: 600 })),
  ),
  { maxLength: 6 },
);

test('whoever changes the schedule at any moment, each occurrence makes one job, with the content of that time', async () => {
  await fc.assert(
    fc.asyncProperty(anyFaults, anyChanges, fc.integer(), async (faults, changes, seed) => {
      const plan = new Map(faults);
      const planned = new Faults((call) => plan.get(call));
      const simulation = await simulateLogouts({ staff: aStaff(8), agentsPerPage: 7, seed, faults: planned });
      const { time } = simulation;
      await untilAnswered(simulation, ({ putSchedule }) => putSchedule(nightly, content));
      /** By reason: when the change was first sent, and when it was answered. */
      const sent = new Map<string | undefined, { readonly at: number; answeredAt: number }>([
        [undefined, { at: someDay, answeredAt: time.now() }],
      ]);
      const instants = changes.map(([after, late]) => ten + (after + late) * 1_000).toSorted((a, b) => a - b);
      for (const [n, at] of instants.entries()) {
        if (at < time.now()) continue;
        await time.runUntil(at);
        const entry = { at, answeredAt: Number.POSITIVE_INFINITY };
        const reason = `change ${n}`;
        sent.set(reason, entry);
        const order = anOrder({ reason });
        await untilAnswered(simulation, ({ putSchedule }) =>
          putSchedule(nightly, { ...content, request: { ...content.request, order } }),
        );
        entry.answeredAt = time.now();
      }
      await time.runUntil(ten + days(1) + minutes(90));
      const jobs = await jobsOf(simulation);
      expect(jobs.map(({ startedAt }) => Math.floor((startedAt - ten) / days(1)))).toEqual([0, 1]);
      for (const [n, { order, startedAt }] of jobs.entries()) {
        const own = sent.get(order.reason);
        expect(own?.at).toBeLessThanOrEqual(startedAt);
        // Nothing that was answered before the occurrence has replaced it.
        const later = [...sent.values()].filter(
          ({ at, answeredAt }) => at > (own?.at ?? 0) && answeredAt < ten + days(n),
        );
        expect(later).toEqual([]);
      }
      await simulation.invokeWithoutFaults(({ deleteSchedule }) => deleteSchedule(nightly, { callerId: 'sup' }));
      await simulation.settle();
    }),
    { numRuns: randomRuns(60) },
  );
});
