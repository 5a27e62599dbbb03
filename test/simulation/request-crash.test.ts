import { expect, test } from '@jest/globals';
import { expectEverythingTold } from './expect-whole-job.ts';
import { aStaff, job } from './large-logout.ts';
import { simulateLogouts } from './logout-simulation.ts';
import { type Fault, Faults } from './process-life.ts';

/** A request that forces out ten agents of two teams, in which one call goes wrong. */
async function runRequest(faults: Faults) {
  const simulation = await simulateLogouts({ staff: aStaff(14), agentsPerPage: 7, faults });
  const selector = { agentIds: [], teamIds: ['t1', 't2'], ipRanges: [] };
  const request = { timing: 'afterContact', requestedBy: 'supervisor' } as const;
  await simulation.inProcess(({ forceLogouts }) => forceLogouts('demo', selector, request)).catch(() => undefined);
  await simulation.settle();
  return simulation;
}

test.each<Fault>(['killedBefore', 'killedAfter', 'refused', 'answerLost'])(
  'whatever a request has changed is told, whichever of its calls goes wrong: %s',
  async (fault) => {
    const undisturbed = new Faults();
    const all = await expectEverythingTold(await runRequest(undisturbed), job);
    expect(all.map(({ type }) => type).toSorted()).toEqual([
      ...Array.from(all.slice(2), () => 'AgentLoggedOut'),
      'AgentLogoutDeferred',
      'AgentLogoutDeferred',
    ]);
    for (let at = 1; at <= undisturbed.calls; at += 1) {
      const simulation = await runRequest(new Faults((call) => (call === at ? fault : undefined)));
      const told = await expectEverythingTold(simulation, job);
      const changed = simulation.agents.all().filter(({ version }) => version > 1);
      expect(told).toHaveLength(changed.length);
    }
  },
);
