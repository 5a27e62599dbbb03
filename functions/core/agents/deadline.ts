import { type Instant, minutes } from '../instant.ts';
import { type Agent, isSignedIn, type SignedInAgent, withSession } from './agent.ts';
import { endSession, sessionOf } from './end-session.ts';
import type { AgentEvent } from './events.ts';
import type { LogoutDeadline, PendingLogout } from './logout-order.ts';

// A forced logout that waits for the last contact may have a deadline. It follows from the order and the request, and is never
// met early. Whoever is to be forced out is warned before.

type Waiting = Pick<PendingLogout, 'order' | 'requestedAt'>;

/** When a logout waits no longer. @default - undefined: the order has no deadline */
export const deadlineOf = ({ order: { deadline }, requestedAt }: Waiting): Instant | undefined =>
  deadline && passesAt(deadline, requestedAt);

const passesAt = (deadline: LogoutDeadline, requestedAt: Instant): Instant => requestedAt + minutes(deadline.minutes);

/** The deadline as a member of an event; none if the order has none. */
export function deadlineMember(pending: Waiting): { readonly deadlineAt?: Instant } {
  const deadlineAt = deadlineOf(pending);
  return deadlineAt === undefined ? {} : { deadlineAt };
}

/** The agent is warned a minute before the deadline, or in the middle of a shorter time. */
const warnedBefore = ({ minutes: span }: LogoutDeadline) => Math.min(minutes(1), minutes(span) / 2);

/** What is still to happen to a logout that waits. */
interface Awaited {
  readonly pending: PendingLogout;
  readonly deadline: LogoutDeadline;
  readonly deadlineAt: Instant;
  readonly warnedAt: Instant;
}

function awaitedBy(agent: Agent | undefined): Awaited | undefined {
  const pending = agent?.session?.pendingLogout;
  const deadline = pending?.order.deadline;
  if (!deadline || pending.stage === 'due' || pending.inBackend?.timing === 'immediate') return undefined;
  const deadlineAt = passesAt(deadline, pending.requestedAt);
  return { pending, deadline, deadlineAt, warnedAt: deadlineAt - warnedBefore(deadline) };
}

/** The longest delay of a wake-up that goes straight to the queue is 15 minutes. */
const longestPause = minutes(14);

/** When the agent is to be looked at for the deadline of a logout: a later one is approached step by step. */
export function nextOfDeadline(agent: Agent | undefined, now: Instant): Instant | undefined {
  const awaited = awaitedBy(agent);
  if (!awaited) return undefined;
  const { pending, deadline, deadlineAt, warnedAt } = awaited;
  // A backend that has to keep the agent is looked at again like one that has to take the agent out.
  if (pending.inBackend && deadline.onDeadline === 'giveUp' && deadlineAt <= now) return undefined;
  const next = pending.stage === 'warned' ? deadlineAt : warnedAt;
  return Math.min(next, now + longestPause);
}

/** The agent after what a deadline does by now. */
interface Met {
  readonly state: Agent | undefined;
  readonly events: readonly AgentEvent[];
  /** A backend has to be told that the logout is given up. */
  readonly givesUp: boolean;
}

/**
 * Warns of the deadline of a logout, and does what was ordered for it, as far as that is due. Whatever is late comes at
 * once, and in its order: the warning first.
 */
export function meetDeadline(agent: Agent | undefined, now: Instant): Met {
  const awaited = awaitedBy(agent);
  if (!isSignedIn(agent) || !awaited || now < awaited.warnedAt) return { state: agent, events: [], givesUp: false };
  const warned = awaited.pending.stage === 'warned' ? { state: agent, events: [] } : warn(agent, awaited);
  if (now < awaited.deadlineAt) return { ...warned, givesUp: false };
  const met = pass(warned.state, awaited, now);
  return { ...met, events: [...warned.events, ...met.events] };
}

const withPending = (agent: SignedInAgent, pendingLogout: PendingLogout): SignedInAgent =>
  withSession(agent, { ...agent.session, pendingLogout });

function warn(agent: SignedInAgent, { pending, deadlineAt }: Awaited) {
  const { order } = pending;
  const near = { type: 'AgentLogoutDeadlineNear', ...sessionOf(agent), order, deadlineAt } as const;
  return { state: withPending(agent, { ...pending, stage: 'warned' }), events: [near] };
}

/** The deadline has passed. */
function pass(agent: SignedInAgent, { pending, deadline }: Awaited, now: Instant): Met {
  const { order, inBackend } = pending;
  switch (deadline.onDeadline) {
    case 'giveUp':
      if (inBackend) return { state: agent, events: [], givesUp: true };
      return { ...withoutPending(agent, pending, { cause: 'deadline' }), givesUp: false };
    case 'force': {
      if (!inBackend) return { ...endSession(agent, { cause: 'forced', order, atDeadline: true }), givesUp: false };
      const atOnce = { ...inBackend, timing: 'immediate', checkAt: now, checks: 0 } as const;
      return { state: withPending(agent, { ...pending, stage: 'due', inBackend: atOnce }), events: [], givesUp: false };
    }
    default:
      // A newer version knows what to do then.
      deadline.onDeadline satisfies never;
      return { state: agent, events: [], givesUp: false };
  }
}

type Cancelled = Extract<AgentEvent, { type: 'AgentLogoutCancelled' }>;

/** The agent without the logout that waited, with the event. */
export function withoutPending(
  agent: SignedInAgent,
  { order }: PendingLogout,
  why: Pick<Cancelled, 'cause' | 'cancelledBy' | 'cancelledFrom'>,
): { readonly state: SignedInAgent; readonly events: readonly AgentEvent[] } {
  const { pendingLogout: _, ...session } = agent.session;
  return {
    state: withSession(agent, session),
    events: [{ type: 'AgentLogoutCancelled', ...sessionOf(agent), order, ...why }],
  };
}

/** Later than any deadline, and half of what a number holds. */
const never = 4e15;

/** Of two logouts the one with the lower number has the agent out sooner, or more surely. */
function urgencyOf({ order: { deadline }, requestedAt }: Waiting): number {
  if (!deadline) return never;
  const at = passesAt(deadline, requestedAt);
  return deadline.onDeadline === 'giveUp' ? 2 * never - at : at;
}

/** Whether a logout takes the place of one that waits already, because it has the agent out sooner or more surely. */
export const prevails = (next: Waiting, waiting: Waiting): boolean => urgencyOf(next) < urgencyOf(waiting);
