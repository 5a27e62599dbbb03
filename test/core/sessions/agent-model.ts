import { expect } from '@jest/globals';
import type { Decision } from '#core/commit.ts';
import { type Agent, type Channel, isBusy, shownStatus } from '#core/sessions/agent.ts';
import type { AgentEvent } from '#core/sessions/events.ts';
import type { ForceLogout } from '#core/sessions/forced-logout.ts';
import { memoryCentre } from '#test/simulation/memory-centre.ts';
import { makeUseCases } from '#test/simulation/use-cases.ts';
import { anAgent } from '#test/support/agents.ts';

/** What an agent comes to, in as few words as possible. */
export interface Model {
  session?: { status: string; contacts: Map<string, Channel>; waits: boolean } | undefined;
  signedIn: number;
  loggedOut: number;
  deferred: number;
  jobs: readonly number[];
}

const key = { instanceId: 'demo', agentId: 'ann' };

/** Ann, kept in memory and changed as in earnest. */
export async function ann() {
  const centre = await memoryCentre([anAgent(key)]);
  const { commitAgent } = makeUseCases(centre);
  let sessions = 0;
  return {
    nextSession: () => `session-${++sessions}`,
    events: () => centre.publisher.published(),
    agent: async () => (await centre.agents.load(key))?.state,
    does: <Outcome>(
      decide: (agent: Agent | undefined, now: number) => Decision<Agent | undefined, AgentEvent, Outcome>,
    ) => commitAgent(key, decide, 'caller'),
  };
}
export type Ann = Awaited<ReturnType<typeof ann>>;

/** What everybody can see of Ann, and all that was told of her, is as the model has it. */
export async function expectAgreement({ session, ...model }: Model, real: Ann) {
  const agent = await real.agent();
  expect(shownStatus(agent?.session)).toBe(shown(session));
  expect(agent?.session?.contacts.map(({ contactId }) => contactId)).toEqual(session && [...session.contacts.keys()]);
  expect(agent?.session?.pendingLogout !== undefined).toBe(session?.waits ?? false);
  if (agent?.session?.pendingLogout) expect(isBusy(agent.session)).toBe(true);
  const facts = real.events().map(({ fact }) => fact);
  const ended = facts.flatMap((fact) => (fact.type === 'AgentLoggedOut' ? [fact.sessionId] : []));
  expect({
    signedIn: facts.filter(({ type }) => type === 'AgentSignedIn').length,
    loggedOut: ended.length,
    deferred: facts.filter(({ type }) => type === 'AgentLogoutDeferred').length,
    jobs: agent?.logoutMarks.map(({ jobId }) => jobId),
  }).toEqual(model);
  expect(model.signedIn - model.loggedOut).toBe(agent?.session ? 1 : 0);
  expect(new Set(ended).size).toBe(ended.length);
  expect(real.events().map(({ sequence }) => sequence)).toEqual(facts.map((_, index) => index + 1));
}

function shown(session: Model['session']) {
  if (!session) return 'Offline';
  const channels = [...session.contacts.values()];
  if (channels.includes('VOICE')) return 'In-call';
  if (channels.includes('CHAT')) return 'In-chat';
  return channels.includes('TASK') ? 'In-task' : session.status;
}

/** The session ends. */
export function leave(model: Model) {
  model.session = undefined;
  model.loggedOut += 1;
}

/** Somebody forces Ann out. */
export function force(model: Model, { timing, jobId }: ForceLogout) {
  if (jobId !== undefined && model.jobs.includes(jobId)) return;
  if (jobId !== undefined) model.jobs = [jobId, ...model.jobs].slice(0, 4);
  const { session } = model;
  if (!session) return;
  if (timing === 'immediate' || session.contacts.size === 0) return leave(model);
  if (!session.waits) model.deferred += 1;
  session.waits = true;
}
