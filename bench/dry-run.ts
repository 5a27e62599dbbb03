import { findPage, listsOf, listsOfSecondPass } from '#core/forced-logouts/find-agents.ts';
import { pageSize } from '#core/forced-logouts/plan-job.ts';
import type { PlanCursor } from '#core/forced-logouts/ports.ts';
import { makePreviewLogouts } from '#core/forced-logouts/preview.ts';
import { aRange } from '#test/support/agents.ts';
import { makeMeter } from '#test/support/meter.ts';
import { meteredTables } from '#test/support/metered-tables.ts';
import { deploy } from './deployment.ts';
import { atMost, listed, type Measure, short } from './figure.ts';
import { aFleet, fillOneByOne, instanceId } from './fleet.ts';
import { agentsOfJob } from './large-job.ts';

/** Units of a dry run of very many agents, beside those of planning the job itself. */
export const measure: Measure = async (progress) => {
  const { tables, stop } = await deploy();
  const { dynamodb } = await import('#runtime/compose/dynamodb.ts');
  const { directory } = await import('#runtime/compose/agents.ts');
  const meter = makeMeter({ clock: Date, tables: meteredTables(tables) });
  meter.attach(dynamodb);
  progress(`filling the table with ${agentsOfJob} agents`);
  await fillOneByOne({ client: dynamodb, tableName: tables.agents }, aFleet(agentsOfJob));

  const requestedAt = Date.now();
  // It stands still: what is measured is what is read, however slow the emulator is.
  const clock = { now: () => requestedAt };
  const selector = { agentIds: [], teamIds: [], ipRanges: [aRange('10.0.0.0', '10.255.255.255')] };
  const ofJob = { instanceId, selector, jobId: 1, requestedAt, clock, failed: new Set<string>() };

  meter.reset();
  for (const lists of [listsOf(directory, instanceId, selector), listsOfSecondPass(directory, ofJob)]) {
    let from: PlanCursor | undefined = { list: 0 };
    for (let page = 0; from !== undefined; page += 1) {
      const found = await findPage(lists, { page, from }, { agentsPerPage: pageSize, clock });
      from = found.next;
    }
  }
  const plan = meter.usage();

  meter.reset();
  const preview = makePreviewLogouts({ directory, backends: () => undefined, clock });
  const request = { timing: 'immediate', order: { requestedBy: 'key-1' } } as const;
  const { counts, isComplete } = await preview(instanceId, selector, request);
  const dryRun = meter.usage();
  await stop();
  if (!isComplete || counts.loggedOut !== agentsOfJob) throw new Error('The dry run did not look at every agent');

  return {
    setup: `${agentsOfJob} idle agents in one range. The plan: whom the index shows, and the second pass after it, which reads the agents.`,
    figures: [
      { what: 'the plan of the job reads', measured: `${short(plan.readUnits)} RRU` },
      atMost('the dry run reads', { value: dryRun.readUnits, most: plan.readUnits, unit: 'RRU' }),
      atMost('the dry run writes', { value: dryRun.writeUnits, most: 0, unit: 'WRU' }),
      { what: 'requests of the dry run', measured: listed(dryRun.requests) },
    ],
  };
};
