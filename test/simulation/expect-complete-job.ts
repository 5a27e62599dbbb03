import { expect } from '@jest/globals';
import type { AgentEvent } from '#core/agents/events.ts';
import type { JobKey } from '#core/forced-logouts/logout-job.ts';
import { type AgentResult, countOutcomes, type ResultOutcome } from '#core/forced-logouts/result.ts';
import { judge } from '#core/forced-logouts/selection.ts';
import { eachEventOnce } from '#test/support/published-events.ts';
import type { LogoutSimulation } from './logout-simulation.ts';

/** The events that a job may cause for one agent. */
const eventsOf = {
  loggedOut: ['AgentSignedOut'],
  deferred: ['AgentLogoutDeferred', 'AgentLogoutDeferred,AgentSignedOut'],
  signedInLater: [''],
  alreadySignedOut: [''],
  unknownAgent: [''],
  skipped: [''],
  failed: [''],
  unconfirmed: [''],
} as const satisfies Record<ResultOutcome, readonly string[]>;

/**
 * Whatever failed on the way: the job is completed by one event, each agent found has one result, the counts are those of
 * the results, and the events of each agent are those of the result.
 */
export async function expectCompleteJob(simulation: LogoutSimulation, key: JobKey): Promise<readonly AgentResult[]> {
  const { jobs, receipts } = simulation;
  const events = await expectEverythingPublished(simulation, key);
  const { results } = await receipts.results(key, { limit: 10_000 });
  await expectEachFoundAgentOnce(simulation, key, results);
  await expectNobodyMissed(simulation, key, results);

  const counts = countOutcomes(results.map(({ outcome }) => outcome));
  expect((await jobs.load(key))?.state.progress).toMatchObject({ status: 'completed', counts });
  expect(events.filter((event) => 'selection' in event)).toMatchObject([{ type: 'LogoutRequested', jobId: key.jobId }]);
  const completed = events.filter(({ type }) => type === 'LogoutJobCompleted');
  expect(completed).toEqual([expect.objectContaining({ jobId: key.jobId, counts })]);

  const byAgent = Map.groupBy(
    events.filter((event) => 'agentId' in event).filter((event) => jobOf(event) === key.jobId),
    ({ agentId }) => agentId,
  );
  for (const { agentId, outcome } of results) {
    const types = (byAgent.get(agentId) ?? []).map(({ type }) => type).join();
    expect([agentId, outcome, eventsOf[outcome]]).toEqual([agentId, outcome, expect.arrayContaining([types])]);
    byAgent.delete(agentId);
  }
  expect([...byAgent.keys()]).toEqual([]);
  return results;
}

const jobOf = (event: AgentEvent) => ('order' in event ? event.order?.jobId : undefined);

/** Each agent on the job's pages has one result, unless the agent was found by an address and has moved. */
async function expectEachFoundAgentOnce({ plan }: LogoutSimulation, key: JobKey, results: readonly AgentResult[]) {
  const found = new Map<string, boolean>();
  for (let number = 0; ; number += 1) {
    const page = await plan.page(key, number);
    if (!page) break;
    for (const { by, agentIds } of page.found) {
      const mayMove = typeof by !== 'string' && 'ipAddress' in by;
      for (const agentId of agentIds) found.set(agentId, mayMove && found.get(agentId) !== false);
    }
  }
  const withResult = new Set(results.map(({ agentId }) => agentId));
  expect(withResult.size).toBe(results.length);
  const expected = [...found].filter(([agentId, mayMove]) => !mayMove || withResult.has(agentId));
  expect([...withResult].toSorted()).toEqual(expected.map(([agentId]) => agentId).toSorted());
}

/** Nobody whom the job matches and who was signed in when it was requested still is, unless a logout waits or failed. */
async function expectNobodyMissed(
  { plan, jobs, agents, clock }: LogoutSimulation,
  key: JobKey,
  results: readonly AgentResult[],
) {
  const selector = await plan.selector(key);
  const startedAt = (await jobs.load(key))?.state.startedAt ?? 0;
  const failed = results.filter(({ outcome }) => outcome === 'failed').map(({ agentId }) => agentId);
  const missed = agents
    .all()
    .map(({ state }) => state)
    .filter(({ session }) => session && session.signedInAt <= startedAt && !session.pendingLogout)
    .filter((agent) => judge(selector, agent, { now: clock.now() }).type === 'selected')
    .filter(({ agentId }) => !failed.includes(agentId));
  expect(missed.map(({ agentId }) => agentId)).toEqual([]);
}

/** The facts in the order of their numbers, without repeats. None is missing, and no session has ended twice. */
export async function expectEverythingPublished({ agents, jobs, bus }: LogoutSimulation, key: JobKey) {
  const events = eachEventOnce(bus.published());
  const job = await jobs.load(key);
  const saved = [...agents.all(), ...(job ? [job] : [])];
  expect(saved.filter(({ outbox }) => outbox.length > 0)).toEqual([]);
  expect(events).toHaveLength(saved.reduce((sum, { sequence }) => sum + sequence, 0));
  const facts = events.map(({ fact }) => fact);
  const ended = facts.flatMap((fact) => (fact.type === 'AgentSignedOut' ? [fact.agentId + fact.sessionId] : []));
  expect(new Set(ended).size).toBe(ended.length);
  return facts;
}
