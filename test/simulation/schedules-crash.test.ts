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
/** What somebody does with the schedule, and when: seconds from its first occurrence, mostly around one of the two. */
const anyActions = fc.array(
  fc.record({
    type: fc.constantFrom('put', 'put', 'disable', 'delete'),
    day: fc.constantFrom(0, 1),
    late: fc.oneof(fc.integer({ min: -3, max: 70 }), fc.integer({ min: -600, max: 600 })),
  }),
  { maxLength: 6 },
);

/** A request that was sent until it was answered, and what it put. */
interface Sent {
  readonly type: 'put' | 'disable' | 'delete';
  readonly at: number;
  answeredAt: number;
  readonly teamId: string;
}

test('whoever does what at any moment, each occurrence makes one job at most, with the content of that time', async () => {
  await fc.assert(
    fc.asyncProperty(anyFaults, anyActions, fc.integer(), async (faults, actions, seed) => {
      const plan = new Map(faults);
      const planned = new Faults((call) => plan.get(call));
      const simulation = await simulateLogouts({ staff: aStaff(8), agentsPerPage: 7, seed, faults: planned });
      const { time } = simulation;
      const sent: Sent[] = [];
      const send = async (type: Sent['type']) => {
        const n = sent.length;
        const entry = { type, at: time.now(), answeredAt: Number.POSITIVE_INFINITY, teamId: `t${1 + (n % 2)}` };
        sent.push(entry);
        const order = anOrder({ reason: String(n) });
        const guard = { confirmsEveryone: true, ...(n % 3 === 0 && { maximumAgents: 100 - n }) };
        const request = { ...content.request, order, guard, selector: aSelector({ teamIds: [entry.teamId] }) };
        await untilAnswered(simulation, ({ putSchedule, deleteSchedule }) =>
          type === 'delete'
            ? deleteSchedule(nightly, { callerId: 'sup' })
            : putSchedule(nightly, { ...content, request, enabled: type === 'put' }),
        );
        entry.answeredAt = time.now();
      };
      await send('put');
      const instants = actions.map(({ type, day, late }) => ({ type, at: ten + days(day) + late * 1_000 }));
      for (const { type, at } of instants.toSorted((one, other) => one.at - other.at)) {
        await time.runUntil(Math.max(at, time.now()));
        await send(type);
      }
      await time.runUntil(ten + days(1) + minutes(90));

      const jobs = await jobsOf(simulation);
      for (const job of jobs) {
        const own = sent[Number(job.order.reason)];
        if (own?.type !== 'put') throw new Error('Nobody has asked for this job');
        expect(own.at).toBeLessThanOrEqual(job.startedAt);
        const selector = await simulation.plan.selector({ ...jobKey, jobId: job.jobId });
        expect(selector.teamIds).toEqual([own.teamId]);
      }
      for (const day of [0, 1]) {
        const at = ten + days(day);
        const made = jobs.filter(({ startedAt }) => startedAt >= at && startedAt < at + days(1));
        expect(made.length).toBeLessThanOrEqual(1);
        // Nothing that is put takes an occurrence away that is due.
        if (sent.every(({ type }) => type === 'put')) expect(made).toHaveLength(1);
        // Whatever was answered before the occurrence holds, if nobody did anything until it was over.
        const last = sent.findLast(({ answeredAt }) => answeredAt < at);
        const isQuiet = sent.every((each) => each.answeredAt < at || each.at > at + minutes(62));
        if (isQuiet) expect([day, last?.type, made.length]).toEqual([day, last?.type, last?.type === 'put' ? 1 : 0]);
        if (isQuiet && last) for (const { order } of made) expect(order.reason).toBe(String(sent.indexOf(last)));
      }
      await simulation.invokeWithoutFaults(({ deleteSchedule }) => deleteSchedule(nightly, { callerId: 'sup' }));
      await simulation.settle();
    }),
    { numRuns: randomRuns(60) },
  );
});
