import type { Decision } from '../change.ts';
import { type Instant, minutes, seconds } from '../instant.ts';
import { type Agent, isSignedIn, type SignedInAgent, withSession } from './agent.ts';
import type { AgentEvent } from './events.ts';
import { type Canceller, type Hold, type LogoutOrder, withoutOrigin } from './logout-order.ts';

// After a forced logout with `holdMinutes` the agent cannot sign in for a while. A backend cannot refuse a sign-in, so an agent
// of it who is back is taken out again.

/** Until when the agent cannot sign in. @default - undefined: the agent can */
export const heldUntil = (agent: Pick<Agent, 'hold'> | undefined, now: Instant): Instant | undefined =>
  agent?.hold && agent.hold.until > now ? agent.hold.until : undefined;

/** The agent held by this order, unless an earlier one holds for longer. */
export function held(agent: Agent, { order, sessionId }: Pick<Hold, 'order' | 'sessionId'>, now: Instant): Agent {
  if (order.holdMinutes === undefined) return agent;
  const until = now + minutes(order.holdMinutes);
  if (agent.hold && agent.hold.until >= until) return agent;
  return { ...agent, hold: { until, sessionId, order: withoutOrigin(order), returns: 0 } };
}

/** Of two orders that wait at the same time one stays, and with it the longer hold of both. */
export function withLongerHold(order: LogoutOrder, { holdMinutes = 0 }: LogoutOrder): LogoutOrder {
  return holdMinutes > (order.holdMinutes ?? 0) ? { ...order, holdMinutes } : order;
}

type Change<Outcome> = Decision<Agent | undefined, AgentEvent, Outcome>;

/**
 * A change with the hold that it leads to. Whatever ends a session that a logout with a hold was to end begins the hold: an
 * agent who closes the window meanwhile is held as well.
 */
export function withHold<Outcome>(before: Agent | undefined, change: Change<Outcome>, now: Instant): Change<Outcome> {
  const ended = change.events.findLast((event) => event.type === 'AgentSignedOut');
  if (!change.state || !ended) return change;
  const pending = before?.session?.sessionId === ended.sessionId ? before.session.pendingLogout : undefined;
  const orders = [ended.order, pending?.order].filter((order) => order !== undefined);
  const state = orders.reduce<Agent>(
    (agent, order) => held(agent, { order, sessionId: ended.sessionId }, now),
    change.state,
  );
  const holdEndsAt = heldUntil(state, now);
  if (holdEndsAt === undefined || isSignedIn(state)) return { ...change, state };
  const events = change.events.map((event) => (event === ended ? { ...event, holdEndsAt } : event));
  return { ...change, state, events };
}

/** How long an agent who is back is left alone before being taken out again: longer each time. */
const pausesBefore = [0, seconds(30), minutes(1), minutes(2), minutes(5)] as const;

/** An agent of a backend who is back during a hold, with the order that takes the agent out again. */
export function takenOutAgain(agent: SignedInAgent, now: Instant): SignedInAgent {
  const { hold } = agent;
  if (!hold || hold.until <= now) return agent;
  const { holdMinutes: _, deadline: __, ...order }: LogoutOrder = hold.order;
  const checkAt = now + (pausesBefore[hold.returns] ?? pausesBefore[4]);
  const inBackend = { timing: 'afterContact', checkAt, checks: 0 } as const;
  const pendingLogout = { order, requestedAt: now, stage: 'hold', inBackend } as const;
  const back = withSession(agent, { ...agent.session, pendingLogout });
  return { ...back, hold: { ...hold, returns: hold.returns + 1 } };
}

/** The agent without what was still to be done for a hold that is over. */
export function withoutEndedHold(agent: Agent | undefined, now: Instant): Agent | undefined {
  if (!isSignedIn(agent) || heldUntil(agent, now) !== undefined) return agent;
  const { pendingLogout, ...session } = agent.session;
  const isOver = pendingLogout?.stage === 'hold' && pendingLogout.inBackend?.isDeferred !== true;
  return isOver ? withSession(agent, session) : agent;
}

/** Ends a hold. @returns whether there was one */
export function endHold(agent: Agent | undefined, by: Canceller, now: Instant): Change<boolean> {
  if (!agent?.hold || heldUntil(agent, now) === undefined) return { state: agent, events: [], outcome: false };
  const { hold, ...state } = agent;
  const { instanceId, agentId } = agent;
  const { sessionId, order } = hold;
  const event = { type: 'AgentHoldEnded', instanceId, agentId, sessionId, order, ...by } as const;
  return { state, events: [event], outcome: true };
}
