import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { jobKey } from '#test/support/logout-jobs.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { expectCompleteJob } from './expect-complete-job.ts';
import { everyFault, type Fault, Faults } from './invocation.ts';
import {
  type AgentAction,
  anyActions,
  aStaff,
  schedule,
  selectorFor,
  signInJustBefore,
  start,
} from './logout-scenario.ts';
import { simulateLogouts } from './logout-simulation.ts';

/** Calls of a job of 230 agents; those that fail are drawn from them. */
const callsOfJob = 1400;

const anyFaults = (...kinds: readonly Fault[]) =>
  fc.array(fc.tuple(fc.integer({ min: 1, max: callsOfJob }), fc.constantFrom(...kinds)), {
    maxLength: 4,
    size: 'max',
  });

async function runJob(
  faults: readonly (readonly [number, Fault])[],
  { seed, actions, brokenAgentId }: { seed: number; actions: readonly AgentAction[]; brokenAgentId?: string },
) {
  const plan = new Map(faults);
  const staff = aStaff(230);
  const simulation = await simulateLogouts({
    staff,
    agentsPerPage: 130,
    seed,
    faults: new Faults((call) => plan.get(call)),
    ...(brokenAgentId !== undefined && { brokenAgentId }),
  });
  for (const [nth, action] of actions.entries()) schedule(simulation, action, nth);
  await signInJustBefore(simulation, staff);
  await start(simulation, selectorFor(230));
  await simulation.settle();
  return simulation;
}

describe('a job of 230 agents who sign in and out, with its messages repeated, out of order and broken off', () => {
  test('takes effect once, is counted exactly, and does not log out an agent who signs in after it', async () => {
    await fc.assert(
      fc.asyncProperty(anyFaults(...everyFault), fc.integer(), anyActions(200), async (faults, seed, actions) => {
        const simulation = await runJob(faults, { seed, actions });
        if (await simulation.jobs.load(jobKey)) await expectCompleteJob(simulation, jobKey);
      }),
      { numRuns: randomRuns(100) },
    );
  });

  test('completes even if an agent cannot be processed, who is counted as failed', async () => {
    const brokenAgentId = 'agent-229';
    await fc.assert(
      fc.asyncProperty(
        anyFaults('killedBefore', 'killedAfter'),
        fc.integer(),
        anyActions(200),
        async (faults, seed, actions) => {
          const simulation = await runJob(faults, { seed, actions, brokenAgentId });
          if (!(await simulation.jobs.load(jobKey))) return;
          const results = await expectCompleteJob(simulation, jobKey);
          const failed = results.filter(({ outcome }) => outcome === 'failed').map(({ agentId }) => agentId);
          expect(failed).toEqual([brokenAgentId]);
        },
      ),
      { numRuns: randomRuns(100) },
    );
  });
});
