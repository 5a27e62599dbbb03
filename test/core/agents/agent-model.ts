import { expect } from '@jest/globals';
import { type Agent, type Channel, isBusy, shownStatus } from '#core/agents/agent.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import type { LogoutDeadline } from '#core/agents/logout-order.ts';
import type { Decision } from '#core/change.ts';
import type { ForceLogout } from '#core/forced-logouts/logout-decision.ts';
import { minutes } from '#core/instant.ts';
import { anAgent, ann as key } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { endedSessions } from '#test/support/published-events.ts';

/** A logout that waits: its place in the order of urgency, and what is to come at which minute. */
interface PendingModel {
  urgency: number;
  warning?: number | undefined;
  deadline?: { readonly at: number; readonly onDeadline: 'force' | 'giveUp' } | undefined;
}

/** A simple model of an agent. */
export interface Model {
  session?: { status: string; contacts: Map<string, Channel>; pending?: PendingModel | undefined } | undefined;
  signedIn: number;
  signedOut: number;
  deferred: number;
  near: number;
  givenUp: number;
  jobs: readonly number[];
  /** Contacts that have ended and at which minute, the latest first: within an hour they do not begin again. */
  ended: readonly { readonly contactId: string; readonly minute: number }[];
  /** Minutes since the beginning. */
  minute: number;
}

export const aModel = (): Model => ({
  ...{ signedIn: 0, signedOut: 0, deferred: 0, near: 0, givenUp: 0, jobs: [], ended: [], minute: 0 },
});

/** Ann in memory, changed by the real use cases. */
export async function ann() {
  let minute = 0;
  const ports = await memoryPorts([anAgent(key)], { now: () => minutes(minute) });
  const { changeAgent, wakeAgent } = makeUseCases(ports);
  let sessions = 0;
  return {
    /** Time passes, and the wake-ups that come due are late. */
    async pass(span: number) {
      minute += span;
      const isDue = ports.wakeUps.wake(minutes(minute)).length > 0;
      if (isDue) await wakeAgent(key);
    },
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
/** Whether the agent remembers that the contact has ended. */
export const hasEnded = ({ ended, minute }: Model, contactId: string): boolean =>
  ended.some((each) => each.contactId === contactId && minute < each.minute + 60);

export async function expectAgreement({ session, ended: _, minute: __, ...model }: Model, real: Ann) {
  const agent = await real.agent();
  expect(shownStatus(agent?.session)).toBe(shown(session));
  expect(agent?.session?.contacts.map(({ contactId }) => contactId)).toEqual(session && [...session.contacts.keys()]);
  expect(agent?.session?.pendingLogout !== undefined).toBe(session?.pending !== undefined);
  if (agent?.session?.pendingLogout) expect(isBusy(agent.session)).toBe(true);
  const facts = real.events().map(({ fact }) => fact);
  const ended = endedSessions(facts);
  expect({
    signedIn: facts.filter(({ type }) => type === 'AgentSignedIn').length,
    signedOut: ended.length,
    deferred: facts.filter(({ type }) => type === 'AgentLogoutDeferred').length,
    near: facts.filter(({ type }) => type === 'AgentLogoutDeadlineNear').length,
    givenUp: facts.filter(({ type }) => type === 'AgentLogoutCancelled').length,
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

/** The session ends, and releases its contacts. */
export function endSession(model: Model) {
  const { minute } = model;
  const released = [...(model.session?.contacts.keys() ?? [])].map((contactId) => ({ contactId, minute })).reverse();
  model.session = undefined;
  model.ended = [...released, ...model.ended].slice(0, 2);
  model.signedOut += 1;
}

/** The agent is forced out. */
export function force(model: Model, { timing, order }: ForceLogout) {
  const { jobId } = order;
  if (jobId !== undefined && model.jobs.includes(jobId)) return;
  if (jobId !== undefined) model.jobs = [jobId, ...model.jobs].slice(0, 4);
  const { session } = model;
  if (!session) return;
  if (timing === 'immediate' || session.contacts.size === 0) return endSession(model);
  const pending = pendingModel(model.minute, order.deadline);
  if (session.pending && session.pending.urgency <= pending.urgency) return;
  model.deferred += 1;
  session.pending = pending;
}

function pendingModel(minute: number, deadline: LogoutDeadline | undefined): PendingModel {
  if (!deadline) return { urgency: 1e9 };
  const at = minute + deadline.minutes;
  const warning = at - Math.min(1, deadline.minutes / 2);
  const urgency = deadline.onDeadline === 'force' ? at : 2e9 - at;
  return { urgency, warning, deadline: { at, onDeadline: deadline.onDeadline } };
}

/** What is due by now happens. */
export function meetDeadline(model: Model) {
  const { session, minute } = model;
  const pending = session?.pending;
  if (!session || !pending?.deadline) return;
  if (pending.warning !== undefined && minute >= pending.warning) {
    model.near += 1;
    pending.warning = undefined;
  }
  if (minute < pending.deadline.at) return;
  if (pending.deadline.onDeadline === 'force') return endSession(model);
  model.givenUp += 1;
  session.pending = undefined;
}
