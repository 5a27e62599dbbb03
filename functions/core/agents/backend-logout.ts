import { type Instant, minutes, seconds } from '../instant.ts';
import { type Agent, isSignedIn, type OwedOffline, type SignedInAgent, withSession } from './agent.ts';
import type { Observed, ObservedContact } from './backend.ts';
import { nextCheck } from './checks.ts';
import { prevails } from './deadline.ts';
import { withLongerHold } from './hold.ts';
import type { LogoutOrder, Remarks, Timing } from './logout-order.ts';

/** The worker of a job looks by itself. The wake-up makes up for one that died, whose work is delivered again by then. */
const afterWorker = minutes(3);

interface Order {
  readonly order: LogoutOrder;
  readonly timing: Timing;
  readonly requestedAt: Instant;
}

/**
 * Records a logout that the backend has to carry out. An order that is waiting stays, unless the new one is for at once and
 * the other is not, or has the agent out sooner.
 */
export function orderLogout(agent: SignedInAgent, { order, timing, requestedAt }: Order, now: Instant): SignedInAgent {
  const { session } = agent;
  const waiting = session.pendingLogout;
  if (waiting?.inBackend?.timing === 'immediate') return agent;
  if (waiting?.inBackend && timing === 'afterContact' && !prevails({ order, requestedAt }, waiting)) {
    const kept = withLongerHold(waiting.order, order);
    if (kept === waiting.order) return agent;
    return withSession(agent, { ...session, pendingLogout: { ...waiting, order: kept } });
  }
  const first = order.jobId === undefined ? nextCheck(0, now) : { checkAt: now + afterWorker, checks: 0 };
  return withSession(agent, {
    ...session,
    pendingLogout: {
      order: waiting ? withLongerHold(order, waiting.order) : order,
      requestedAt,
      inBackend: { timing, ...first },
    },
  });
}

/** Records that a backend has to be told of the end of a session, without delay. */
export const oweOffline = (agent: Agent, now: Instant): Agent => ({
  ...agent,
  owedOffline: { checkAt: now, checks: 0 },
});

/** What a backend has not shown yet. */
export interface Owed {
  readonly timing: Timing;
  readonly checkAt: Instant;
}

/** What the agent's backend still has to be told or to show. */
export function owedBy(agent: Agent | undefined): Owed | undefined {
  const pending = isSignedIn(agent) ? agent.session.pendingLogout?.inBackend : undefined;
  if (pending) return pending;
  const owed: OwedOffline | undefined = agent?.owedOffline;
  return owed && { timing: 'afterContact', checkAt: owed.checkAt };
}

/** An agent who is absent for the first time is looked at again soon: the second time it is certain. */
const soon = seconds(5);

/** The agent when the backend has just been looked at: the next look is later each time, and there is always one. */
export function checked(agent: Agent, now: Instant): Agent {
  const after = (checks: number) =>
    agent.seen?.absentSince === undefined ? nextCheck(checks, now) : { checkAt: now + soon, checks };
  if (isSignedIn(agent)) {
    const { pendingLogout } = agent.session;
    if (!pendingLogout?.inBackend) return agent;
    const inBackend = { ...pendingLogout.inBackend, ...after(pendingLogout.inBackend.checks) };
    return withSession(agent, { ...agent.session, pendingLogout: { ...pendingLogout, inBackend } });
  }
  return agent.owedOffline ? { ...agent, owedOffline: after(agent.owedOffline.checks) } : agent;
}

/** What has to be done to an agent, one after the other. */
export type Step = { readonly type: 'goOffline' } | { readonly type: 'clear' | 'stop'; readonly contactId: string };

/**
 * What takes an agent out who is seen like this. Missed contacts are cleared first, for one of them may keep the change of
 * status waiting for ever. The status comes before the contacts, so that the agent gets no other ones.
 */
export function stepsOf({ contacts, isGoingOffline }: Observed, timing: Timing): readonly Step[] {
  const isAtOnce = timing === 'immediate';
  const toClear = contacts.filter(({ phase }) => phase === 'missed' || (isAtOnce && phase === 'afterContactWork'));
  const toStop = isAtOnce ? contacts.filter((contact) => isLive(contact) && contact.canBeStopped) : [];
  return [
    ...toClear.map(({ contactId }) => ({ type: 'clear', contactId }) as const),
    ...(isGoingOffline ? [] : [{ type: 'goOffline' } as const]),
    ...toStop.map(({ contactId }) => ({ type: 'stop', contactId }) as const),
  ];
}

const isLive = ({ phase }: ObservedContact) => phase === 'ringing' || phase === 'connected';

/** What the caller should know about the contacts of an agent who is taken out. */
export function remarksOn(
  { contacts, isGoingOffline }: Pick<Observed, 'contacts' | 'isGoingOffline'>,
  timing: Timing,
): Remarks {
  const isLost = !isGoingOffline || timing === 'immediate';
  const notStopped = contacts.filter((contact) => isLive(contact) && !contact.canBeStopped);
  return {
    ...(isLost && contacts.some(({ phase }) => phase === 'afterContactWork') && { losesAfterContactWork: true }),
    ...(timing === 'immediate' &&
      notStopped.length > 0 && { notStopped: notStopped.map(({ contactId }) => contactId) }),
  };
}
