import type { Agent } from '#core/agents/agent.ts';
import type { ChunkAgent, LogoutJobStore, LogoutMessage } from '#core/forced-logouts/ports.ts';
import type { Selector } from '#core/forced-logouts/selector.ts';
import { stored } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { aJob, jobKey } from '#test/support/logout-jobs.ts';

export const firstPlan: LogoutMessage = { type: 'plan', ...jobKey, page: 0, from: { list: 0 } };

/** The ports of a contact centre with a job that has not been planned. */
export async function portsWithJob(staff: readonly Agent[], selector: Selector) {
  const ports = await memoryPorts(staff);
  await ports.plan.putSelector(jobKey, selector);
  await ports.jobs.save(stored(aJob()), undefined);
  return ports;
}

/** A job that has not been planned, and what plans it. */
export async function aPlan(staff: readonly Agent[], selector: Selector, agentsPerPage?: number) {
  const ports = await portsWithJob(staff, selector);
  const lookups: string[] = [];
  const directory = intercept(ports.directory, (method, call) => {
    lookups.push(method);
    return call();
  });
  const { workLogout } = makeUseCases({ ...ports, directory }, agentsPerPage === undefined ? {} : { agentsPerPage });
  const deliver = (message: LogoutMessage) => workLogout(message, { lastAttempt: false });
  /** Plans all pages. @returns the messages that were sent */
  const planAll = async () => {
    const sent: LogoutMessage[] = [];
    for (let next: LogoutMessage | undefined = firstPlan; next; ) {
      await deliver(next);
      const batch: LogoutMessage[] = [];
      for (let one = ports.queue.take(); one; one = ports.queue.take()) batch.push(one);
      sent.push(...batch);
      next = batch.find(({ type }) => type === 'plan');
    }
    return sent;
  };
  return { ...ports, lookups, deliver, planAll };
}

export const agentsOf = (sent: readonly LogoutMessage[]): readonly ChunkAgent[] =>
  sent.flatMap((message) => (message.type === 'chunk' ? message.agents : []));
export const idsOf = (sent: readonly LogoutMessage[]) => agentsOf(sent).map(({ agentId }) => agentId);
export const progressOf = async ({ jobs }: { jobs: LogoutJobStore }) => (await jobs.load(jobKey))?.state.progress;
