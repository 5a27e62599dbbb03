import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyDeeds, type Deed, schedule } from './agents-own-deeds.ts';
import { expectWholeJob } from './expect-whole-job.ts';
import { aStaff, job, selectorFor, start } from './large-logout.ts';
import { simulateLogouts } from './logout-simulation.ts';
import { type Fault, Faults } from './process-life.ts';

/** Calls of a job of 230 agents; those that go wrong are drawn from them. */
const callsOfLarge = 1400;

const anyFaults = (...kinds: readonly Fault[]) =>
  fc.array(fc.tuple(fc.integer({ min: 1, max: callsOfLarge }), fc.constantFrom(...kinds)), {
    maxLength: 4,
    size: 'max',
  });

async function runLarge(
  faults: readonly (readonly [number, Fault])[],
  { seed, deeds, brokenAgentId }: { seed: number; deeds: readonly Deed[]; brokenAgentId?: string },
) {
  const plan = new Map(faults);
  const simulation = await simulateLogouts({
    staff: aStaff(230),
    agentsPerPage: 130,
    seed,
    faults: new Faults((call) => plan.get(call)),
    ...(brokenAgentId !== undefined && { brokenAgentId }),
  });
  for (const [nth, deed] of deeds.entries()) schedule(simulation, deed, nth);
  await start(simulation, selectorFor(230));
  await simulation.settle();
  return simulation;
}

describe('a job of 230 agents who come and go, with its messages repeated, out of order and broken off', () => {
  test('is done once and counted exactly, and nobody who comes back after it is logged out by it', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyFaults('killedBefore', 'killedAfter', 'refused', 'answerLost'),
        fc.integer(),
        anyDeeds(200),
        async (faults, seed, deeds) => {
          const simulation = await runLarge(faults, { seed, deeds });
          if (await simulation.jobs.load(job)) await expectWholeJob(simulation, job);
        },
      ),
    );
  });

  test('is completed though an agent cannot be dealt with, who is counted as failed', async () => {
    const brokenAgentId = 'agent-229';
    await fc.assert(
      fc.asyncProperty(
        anyFaults('killedBefore', 'killedAfter'),
        fc.integer(),
        anyDeeds(200),
        async (faults, seed, deeds) => {
          const simulation = await runLarge(faults, { seed, deeds, brokenAgentId });
          if (!(await simulation.jobs.load(job))) return;
          const results = await expectWholeJob(simulation, job);
          const failed = results.filter(({ outcome }) => outcome === 'failed').map(({ agentId }) => agentId);
          expect(failed).toEqual([brokenAgentId]);
        },
      ),
    );
  });
});
