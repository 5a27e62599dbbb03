import { expect } from '@jest/globals';
import { type Agent, type Channel, isBusy, shownStatus } from '#core/agents/agent.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import type { Decision } from '#core/change.ts';
import type { ForceLogout } from '#core/forced-logouts/logout-decision.ts';
import { anAgent, ann as key } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { endedSessions } from '#test/support/published-events.ts';

/** A simple model of an agent. */
export interface Model {
  session?: { status: string; contacts: Map<string, Channel>; isPending: boolean } | undefined;
  signedIn: number;
  signedOut: number;
  deferred: number;
  jobs: readonly number[];
  /** Contacts that have ended, the latest first: they do not begin again. */
  ended: readonly string[];
}

/** Ann in memory, changed by the real use cases. */
export async function ann() {
  const ports = await memoryPorts([anAgent(key)]);
  const { changeAgent } = makeUseCases(ports);
  let sessions = 0;
  return {
    nextSession: () => `session-${++sessions}`,
    events: () => ports.bus.published(),
    agent: async () => (await ports.agents.load(key))?.state,
    change: <Outcome>(
      decide: (agent: Agent | undefined, now: number) => Decision<Agent | undefined, AgentEvent, Outcome>,
    ) => changeAgent(key, decide),
  };
}
export type Ann = Awaited<ReturnType<typeof ann>>;

/** The agent and the published events are as the model says. */
export async function expectAgreement({ session, ended: _, ...model }: Model, real: Ann) {
  const agent = await real.agent();
  expect(shownStatus(agent?.session)).toBe(shown(session));
  expect(agent?.session?.contacts.map(({ contactId }) => contactId)).toEqual(session && [...session.contacts.keys()]);
  expect(agent?.session?.pendingLogout !== undefined).toBe(session?.isPending ?? false);
  if (agent?.session?.pendingLogout) expect(isBusy(agent.session)).toBe(true);
  const facts = real.events().map(({ fact }) => fact);
  const ended = endedSessions(facts);
  expect({
    signedIn: facts.filter(({ type }) => type === 'AgentSignedIn').length,
    signedOut: ended.length,
    deferred: facts.filter(({ type }) => type === 'AgentLogoutDeferred').length,
    jobs: agent?.logoutMarks.map(({ jobId }) => jobId),
  }).toEqual(model);
  expect(model.signedIn - model.signedOut).toBe(agent?.session ? 1 : 0);
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
export function endSession(model: Model) {
  model.session = undefined;
  model.ended = model.ended.slice(0, 2);
  model.signedOut += 1;
}

/** The agent is forced out. */
export function force(model: Model, { timing, order: { jobId } }: ForceLogout) {
  if (jobId !== undefined && model.jobs.includes(jobId)) return;
  if (jobId !== undefined) model.jobs = [jobId, ...model.jobs].slice(0, 4);
  const { session } = model;
  if (!session) return;
  if (timing === 'immediate' || session.contacts.size === 0) return endSession(model);
  if (!session.isPending) model.deferred += 1;
  session.isPending = true;
}
