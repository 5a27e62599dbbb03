import type { Agent, Profile } from '../agents/agent.ts';
import type { ChangeAgent } from '../agents/change-agent.ts';
import type { LogoutOutcome } from '../agents/logout-order.ts';
import type { AgentDirectory } from '../agents/ports.ts';
import { allFulfilled, inParallel } from '../in-parallel.ts';
import type { Instant } from '../instant.ts';
import type { Report } from '../ports.ts';
import { findFew } from './find-agents.ts';
import { forceLogout } from './logout-decision.ts';
import type { JobKey, LogoutRequest } from './logout-job.ts';
import { type AgentResult, agentResult } from './result.ts';
import type { MatchedBy, Selector } from './selector.ts';

/** This many signed-in agents are logged out within the request; more become a job. */
export const mostAtOnce = 50;

/** Agents who are logged out at the same time. */
const width = 10;

interface Ports {
  readonly directory: AgentDirectory;
  readonly changeAgent: ChangeAgent;
  readonly startJob: (instanceId: string, selector: Selector, request: LogoutRequest) => Promise<JobKey>;
  readonly report: Report;
}

export type ForceLogoutsOutcome =
  | {
      readonly type: 'done';
      /** One for each agent found signed in, in the order of the selector, then for those named who are not. */
      readonly rows: readonly LogoutRow[];
      /** The teams of the selector in which nobody is signed in. @default - there is none */
      readonly emptyTeamIds?: readonly string[];
    }
  | { readonly type: 'job'; readonly job: JobKey };

/** The result for one agent, with the profile if the agent is known. */
export interface LogoutRow extends AgentResult {
  readonly profile?: Profile;
}

/**
 * Forces out every agent the selector matches: within the request if they are few, as a job if they are many.
 *
 * @throws when none of them could be logged out because of a fault; if some could, the others have `failed` rows.
 */
export function makeForceLogouts({ directory, changeAgent, startJob, report }: Ports) {
  return async (instanceId: string, selector: Selector, request: LogoutRequest): Promise<ForceLogoutsOutcome> => {
    const found = await findFew(directory, instanceId, selector, mostAtOnce);
    if (found === 'many') return { type: 'job', job: await startJob(instanceId, selector, request) };
    const decide = (agentId: string, matchedBy: MatchedBy) => (agent: Agent | undefined, now: Instant) => {
      const { outcome, ...decision } = forceLogout(agent, request, now);
      return { ...decision, outcome: rowOf(agentId, outcome, matchedBy, agent) };
    };
    const signedIn = [...found.signedIn];
    const settled = await inParallel(signedIn, width, ([agentId, matchedBy]) =>
      changeAgent({ instanceId, agentId }, decide(agentId, matchedBy)),
    );
    const rows = settled.every(({ status }) => status === 'rejected')
      ? allFulfilled(settled, 'logouts')
      : signedIn.map(([agentId, matchedBy], index) => rowOrFault(agentId, matchedBy, settled[index]));
    const others = found.signedOut
      .filter(({ agentId }) => !found.signedIn.has(agentId))
      .map(({ agentId, agent }) => decide(agentId, { agentId })(agent, 0).outcome);
    const { emptyTeamIds } = found;
    return { type: 'done', rows: [...rows, ...others], ...(emptyTeamIds.length > 0 && { emptyTeamIds }) };
  };

  /** A fault with one agent does not hide the results of the others. */
  function rowOrFault(
    agentId: string,
    matchedBy: MatchedBy,
    result: PromiseSettledResult<LogoutRow> | undefined,
  ): LogoutRow {
    if (result?.status === 'fulfilled') return result.value;
    report(`Agent ${agentId} could not be logged out`, result?.reason);
    return agentResult(agentId, { type: 'failed' }, matchedBy);
  }
}

function rowOf(agentId: string, outcome: LogoutOutcome, matchedBy: MatchedBy, agent: Agent | undefined): LogoutRow {
  if (outcome.type === 'countedElsewhere') throw new Error('A logout outside a job has met a job');
  return { ...agentResult(agentId, outcome, matchedBy), ...(agent && { profile: agent.profile }) };
}
