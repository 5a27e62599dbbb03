import { expect } from '@jest/globals';
import type { AgentResult } from '#core/sessions/agent-result.ts';
import { countOutcomes, type ResultOutcome } from '#core/sessions/job-counts.ts';
import type { JobKey } from '#core/sessions/logout-job.ts';
import { eachEventOnce } from './each-event-once.ts';
import type { LogoutSimulation } from './logout-simulation.ts';

/** How often a job tells of one agent: that the logout was deferred, and that the session has ended. */
const toldOf = {
  loggedOut: ['ended'],
  deferred: ['deferred', 'deferred,ended'],
  signedInLater: [''],
  alreadySignedOut: [''],
  unknownAgent: [''],
  failed: [''],
} as const satisfies Record<ResultOutcome, readonly string[]>;

/**
 * Whatever went wrong on the way: the job is completed by one event, each agent found has one result, the counts are
 * those of the results, and the events of each agent are those of the result.
 */
export async function expectWholeJob(simulation: LogoutSimulation, key: JobKey): Promise<readonly AgentResult[]> {
  const { jobs, receipts } = simulation;
  const events = await expectEverythingTold(simulation, key);
  const { results } = await receipts.results(key, { limit: 10_000 });
  expect(results.map(({ agentId }) => agentId).toSorted()).toEqual(await foundBy(simulation, key));

  const counts = countOutcomes(results.map(({ outcome }) => outcome));
  expect((await jobs.load(key))?.state.progress).toMatchObject({ status: 'completed', counts });
  const completed = events.filter(({ type }) => type === 'LogoutJobCompleted');
  expect(completed).toEqual([expect.objectContaining({ jobId: key.jobId, counts })]);

  const told = Map.groupBy(
    events.filter((event) => 'agentId' in event).filter((event) => 'jobId' in event && event.jobId === key.jobId),
    ({ agentId }) => agentId,
  );
  for (const { agentId, outcome } of results) {
    const story = told.get(agentId)?.map(({ type }) => (type === 'AgentLogoutDeferred' ? 'deferred' : 'ended')) ?? [];
    expect([agentId, outcome, toldOf[outcome]]).toEqual([agentId, outcome, expect.arrayContaining([story.join()])]);
    told.delete(agentId);
  }
  expect([...told.keys()]).toEqual([]);
  return results;
}

/** Everybody on the job's pages, in order of their ids. */
async function foundBy({ plan }: LogoutSimulation, key: JobKey): Promise<readonly string[]> {
  const found = new Set<string>();
  for (let number = 0; ; number += 1) {
    const page = await plan.page(key, number);
    if (!page) return [...found].toSorted();
    for (const { agentIds } of page.found) for (const agentId of agentIds) found.add(agentId);
  }
}

/** The facts in the order of their numbers, repeats left out; none is missing and no session has ended twice. */
export async function expectEverythingTold({ agents, jobs, publisher }: LogoutSimulation, key: JobKey) {
  const recorded = eachEventOnce(publisher.published());
  const job = await jobs.load(key);
  const saved = [...agents.all(), ...(job ? [job] : [])];
  expect(saved.filter(({ outbox }) => outbox.length > 0)).toEqual([]);
  expect(recorded).toHaveLength(saved.reduce((sum, { sequence }) => sum + sequence, 0));
  const events = recorded.map(({ fact }) => fact);
  const ended = events.flatMap((fact) => (fact.type === 'AgentLoggedOut' ? [fact.agentId + fact.sessionId] : []));
  expect(new Set(ended).size).toBe(ended.length);
  return events;
}
