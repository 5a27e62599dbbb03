import type { Commit } from '../commit.ts';
import { allFulfilled, inParallel } from '../in-parallel.ts';
import type { Instant } from '../instant.ts';
import type { Report } from '../ports.ts';
import type { Agent, AgentKey, Profile } from './agent.ts';
import { type AgentResult, agentResult } from './agent-result.ts';
import type { AgentEvent } from './events.ts';
import { findFew } from './find-few.ts';
import { forceLogout } from './forced-logout.ts';
import type { JobKey, LogoutRequest } from './logout-job.ts';
import type { LogoutOutcome } from './logout-order.ts';
import type { AgentDirectory } from './ports.ts';
import type { MatchedBy, Selector } from './selector.ts';
import type { StartJob } from './start-job.ts';

const width = 10;

interface Ports {
  readonly directory: AgentDirectory;
  readonly commitAgent: Commit<AgentKey, Agent, AgentEvent>;
  readonly startJob: StartJob;
  readonly report: Report;
}

export type ForceLogoutsOutcome =
  /** A row for each agent found signed in, in the order of the selector, then for those named who are not. */
  { readonly type: 'done'; readonly rows: readonly LogoutRow[] } | { readonly type: 'job'; readonly job: JobKey };

/** What became of one agent, and who that is, if known. */
export interface LogoutRow extends AgentResult {
  readonly profile?: Profile;
}

export type ForceLogouts = (
  instanceId: string,
  selector: Selector,
  request: LogoutRequest,
) => Promise<ForceLogoutsOutcome>;

/**
 * Forces out everybody the selector means: at once if they are few, as a job if they are many.
 *
 * @throws when none of several could be logged out for a fault; with some, those have `failed` rows.
 */
export function makeForceLogouts({ directory, commitAgent, startJob, report }: Ports): ForceLogouts {
  return async (instanceId, selector, request) => {
    const found = await findFew(directory, instanceId, selector);
    if (found === 'many') return { type: 'job', job: await startJob(instanceId, selector, request) };
    const decide = (agentId: string, matchedBy: MatchedBy) => (agent: Agent | undefined, now: Instant) => {
      const { outcome, ...decision } = forceLogout(agent, request, now);
      return { ...decision, outcome: rowOf(agentId, outcome, matchedBy, agent) };
    };
    const signedIn = [...found.signedIn];
    const settled = await inParallel(signedIn, width, ([agentId, matchedBy]) =>
      commitAgent({ instanceId, agentId }, decide(agentId, matchedBy), 'caller'),
    );
    const rows = settled.every(({ status }) => status === 'rejected')
      ? allFulfilled(settled, 'logouts')
      : signedIn.map(([agentId, matchedBy], index) => rowOrFault(agentId, matchedBy, settled[index]));
    const others = found.signedOut
      .filter(({ agentId }) => !found.signedIn.has(agentId))
      .map(({ agentId, agent }) => decide(agentId, { agentId })(agent, 0).outcome);
    return { type: 'done', rows: [...rows, ...others] };
  };

  /** One agent's fault does not hide what became of the others. */
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
