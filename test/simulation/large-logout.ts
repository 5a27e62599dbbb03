import type { Agent } from '#core/sessions/agent.ts';
import type { LogoutRequest } from '#core/sessions/logout-job.ts';
import type { Selector } from '#core/sessions/selector.ts';
import { aContact, anAddress, anAgent, aRange, aSession } from '#test/support/agents.ts';
import { agentIds } from '#test/support/logout-jobs.ts';
import type { LogoutSimulation } from './logout-simulation.ts';

/** The first job of the centre. */
export const job = { instanceId: 'demo', jobId: 1 };
const request: LogoutRequest = { timing: 'afterContact', requestedBy: 'supervisor', reason: 'storm' };

/** Agents of whom many belong to two teams and to the range, some are on a call and some are away. */
export const aStaff = (size: number): readonly Agent[] =>
  agentIds(size).map((agentId, index) =>
    anAgent({
      agentId,
      teamIds: [...(index % 3 === 0 ? ['t1'] : []), ...(index % 4 < 2 ? ['t2'] : [])],
      ...(index % 7 !== 6 && {
        session: aSession({
          sessionId: `${agentId}/0`,
          ipAddress: anAddress(`10.0.${index % 2}.1`),
          contacts: index % 5 === 0 ? [aContact('c1')] : [],
        }),
      }),
    }),
  );

/** A few by name, known and not, and both teams and the range. */
export const selectorFor = (size: number): Selector => ({
  agentIds: ['nobody', ...agentIds(size).slice(-4)],
  teamIds: ['t1', 't2'],
  ipRanges: [aRange('10.0.1.0', '10.0.1.9')],
});

/** Starts the job as an API request does; the caller may never hear of it. */
export const start = ({ inProcess }: LogoutSimulation, selector: Selector) =>
  inProcess(({ startJob }) => startJob('demo', selector, request)).catch(() => undefined);
