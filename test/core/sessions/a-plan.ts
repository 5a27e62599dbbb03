import type { Agent } from '#core/sessions/agent.ts';
import type { ChunkAgent, LogoutJobStore, LogoutMessage } from '#core/sessions/ports.ts';
import type { Selector } from '#core/sessions/selector.ts';
import { intercept } from '#test/simulation/intercept.ts';
import { memoryCentre } from '#test/simulation/memory-centre.ts';
import { makeUseCases } from '#test/simulation/use-cases.ts';
import { anAddress, anAgent, aSession } from '#test/support/agents.ts';
import { aJob } from '#test/support/logout-jobs.ts';

export const nobody: Selector = { agentIds: [], teamIds: [], ipRanges: [] };
export const key = { instanceId: 'demo', jobId: 1 };
export const firstPlan: LogoutMessage = { type: 'plan', ...key, page: 0, from: { list: 0 } };
export const online = (agentId: string, teamIds: readonly string[] = [], ip = '10.0.0.1') =>
  anAgent({ agentId, teamIds, session: aSession({ ipAddress: anAddress(ip) }) });

/** A centre with a job that is to be planned. */
export async function aPlan(staff: readonly Agent[], selector: Selector, agentsPerPage?: number) {
  const centre = await memoryCentre(staff);
  const lookups: string[] = [];
  const directory = intercept(centre.directory, (method, call) => {
    lookups.push(method);
    return call();
  });
  const { workLogout } = makeUseCases({ ...centre, directory }, agentsPerPage);
  await centre.plan.putSelector(key, selector);
  await centre.jobs.save({ state: aJob(), version: 1, sequence: 0, outbox: [] }, undefined);
  const deliver = (message: LogoutMessage) => workLogout(message, { attempt: 1 });
  /** Plans all pages; answers what was sent. */
  const planAll = async () => {
    const sent: LogoutMessage[] = [];
    for (let next: LogoutMessage | undefined = firstPlan; next; ) {
      await deliver(next);
      const batch: LogoutMessage[] = [];
      for (let one = centre.queue.take(); one; one = centre.queue.take()) batch.push(one);
      sent.push(...batch);
      next = batch.find(({ type }) => type === 'plan');
    }
    return sent;
  };
  return { ...centre, lookups, deliver, planAll };
}

export const agentsOf = (sent: readonly LogoutMessage[]): readonly ChunkAgent[] =>
  sent.flatMap((message) => (message.type === 'chunk' ? message.agents : []));
export const idsOf = (sent: readonly LogoutMessage[]) => agentsOf(sent).map(({ agentId }) => agentId);
export const progressOf = async ({ jobs }: { jobs: LogoutJobStore }) => (await jobs.load(key))?.state.progress;
