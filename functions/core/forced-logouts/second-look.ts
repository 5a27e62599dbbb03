import type { Backends } from '../agents/backend.ts';
import type { AgentDirectory } from '../agents/ports.ts';
import { UnreadableItemError, withoutUnreadable } from '../change.ts';
import { allFulfilled, inParallel } from '../in-parallel.ts';
import { seconds } from '../instant.ts';
import type { Clock, Report } from '../ports.ts';
import { findPage, listsOf } from './find-agents.ts';
import { makeGathering } from './gathering.ts';
import type { LogOutAgent } from './log-out-agent.ts';
import { forceLogoutIfSelected } from './logout-decision.ts';
import { isCancelled, type JobKey } from './logout-job.ts';
import { chunkEndsAfter } from './pacing.ts';
import type { LogoutJobStore, LogoutQueue, SecondLook } from './ports.ts';
import { isLimited, isOutOfReach } from './selection.ts';

/**
 * How long after a request its teams and ranges are looked up again: first when the indexes have caught up, which takes
 * them a second at most as a rule, then when no client that was loading a page at the time can come back any more.
 */
export const laterLooks: readonly [number, number] = [seconds(3), seconds(13)];

/** Agents of one delivery, and how many of them are processed at the same time. */
const agentsAtOnce = 200;
const width = 20;
/** The same for agents whom a backend owns: one question shows all of them. */
const askedAtOnce = 100;

interface Ports {
  readonly jobs: Pick<LogoutJobStore, 'load'>;
  readonly directory: AgentDirectory;
  readonly backends: Backends;
  readonly logOutAgent: LogOutAgent;
  readonly queue: LogoutQueue;
  readonly clock: Clock;
  readonly report: Report;
}

/**
 * Logs out who was signed in when the request was made and was not found then. Nobody waits for the result: it is in the
 * events. A repeat finds nobody left; sessions that began after the request go on. An agent who cannot be read is reported,
 * for a repeat would find the same. An order for which a backend has no time stands, and the agent's wake-up carries it out.
 */
export function makeLookAgain({ jobs, directory, backends, logOutAgent, queue, clock, report }: Ports) {
  async function isOver(key: JobKey): Promise<boolean> {
    const job = await jobs.load(key);
    return job !== undefined && isCancelled(job.state);
  }

  return async (look: SecondLook): Promise<void> => {
    const { instanceId, selector, timing, order, requestedAt, from } = look;
    if (order.jobId !== undefined && (await isOver({ instanceId, jobId: order.jobId }))) return;
    const lists = listsOf(directory, instanceId, selector);
    const isOwned = backends(instanceId) !== undefined;
    const agentsPerPage = isOwned ? askedAtOnce : agentsAtOnce;
    const { found, next } = await findPage(lists, { page: 0, from }, { agentsPerPage, clock });
    const agentIds = found.flatMap((each) => each.agentIds);
    const until = clock.now() + chunkEndsAfter;
    const gathering = makeGathering(agentIds.length);
    const settled = await inParallel(agentIds, isOwned ? askedAtOnce : width, async (agentId) => {
      const { arrive, leave } = gathering.join();
      try {
        return await logOutAgent(
          { instanceId, agentId },
          {
            command: { timing, order, requestedAt },
            decide: (agent, command, now) => forceLogoutIfSelected(agent, { ...command, selector }, now),
            ...(isLimited(selector) && { isOutOfReach: (agent) => isOutOfReach(selector, agent) }),
            lane: 'job',
            ...(isOwned && { together: { until, told: arrive } }),
          },
        );
      } finally {
        leave();
      }
    });
    if (next) await queue.send([{ ...look, type: 'look', from: next }]);
    for (const result of settled)
      if (result.status === 'rejected' && result.reason instanceof UnreadableItemError)
        report('An agent could not be logged out at a second look', result.reason);
    allFulfilled(withoutUnreadable(settled), 'logouts');
  };
}
