import { expect, test } from '@jest/globals';
import { seconds } from '#core/instant.ts';
import { anOrder } from '#test/support/agents.ts';
import { aSelector, jobKey } from '#test/support/logout-jobs.ts';
import { step } from '#test/support/share-of-cases.ts';
import { expectCompleteJob } from './expect-complete-job.ts';
import { everyFault, Faults, faultAt } from './invocation.ts';
import { aStaff } from './logout-scenario.ts';
import { simulateLogouts } from './logout-simulation.ts';

const request = { timing: 'immediate', order: anOrder() } as const;
const repeatable = { caller: { instanceId: 'demo', callerId: 'key-1' }, key: 'one', content: 'everybody in team t2' };

/** A client that sends one request with a key until it is answered. The calls of its first attempt fail as planned. */
async function sendUntilAnswered(faults: Faults) {
  const simulation = await simulateLogouts({ staff: aStaff(120), agentsPerPage: 200 });
  const attempt = (plan?: Faults) =>
    simulation.invoke(
      ({ answerOnce, forceLogouts }) =>
        answerOnce(repeatable, async (attempt) =>
          JSON.stringify(await forceLogouts('demo', aSelector({ teamIds: ['t2'] }), { ...request, attempt })),
        ),
      plan,
    );
  const answers: string[] = [];
  for (let sent = 0; sent < 40 && answers.length < 2; sent += 1) {
    const outcome = await attempt(sent === 0 ? faults : undefined).catch(() => undefined);
    if (outcome?.type === 'answered') answers.push(outcome.answer);
    await simulation.time.runUntil(simulation.time.now() + seconds(1));
  }
  await simulation.settle();
  return { simulation, answers };
}

test.each(everyFault)(
  'a request that is sent again makes one job, whichever call of the first fails: %s',
  async (fault) => {
    const undisturbed = new Faults();
    await sendUntilAnswered(undisturbed);
    expect(undisturbed.calls).toBeGreaterThan(5);
    for (let at = 1; at <= undisturbed.calls; at += step) {
      const { simulation, answers } = await sendUntilAnswered(faultAt(at, fault));
      const jobs = await Promise.all(
        [1, 2, 3].map(async (jobId) => (await simulation.jobs.load({ ...jobKey, jobId }))?.state.jobId),
      );
      const made = jobs.filter((jobId) => jobId !== undefined);
      expect(made).toHaveLength(1);
      const answer = JSON.stringify({ type: 'job', job: { ...jobKey, jobId: made[0] } });
      expect(answers).toEqual([answer, answer]);
      await expectCompleteJob(simulation, { ...jobKey, jobId: made[0] ?? 0 });
    }
  },
);
