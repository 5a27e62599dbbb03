import { type Asked, isDefinite, type Lane } from '../backend-calls.ts';
import type { Decision } from '../change.ts';
import { type Instant, minutes, seconds } from '../instant.ts';
import type { Clock, Ids, Pauses, Report } from '../ports.ts';
import { type Agent, type AgentKey, isSignedIn, type SignedInAgent, withSession } from './agent.ts';
import { type Backend, type Backends, isWorking, type Observation } from './backend.ts';
import { checked } from './backend-logout.ts';
import type { ChangeAgent } from './change-agent.ts';
import { deadlineOf, withoutPending } from './deadline.ts';
import { sessionOf } from './end-session.ts';
import type { AgentEvent } from './events.ts';
import { endHold } from './hold.ts';
import type { Canceller, PendingLogout } from './logout-order.ts';
import { observe } from './observe.ts';

interface Ports {
  readonly changeAgent: ChangeAgent;
  readonly backends: Backends;
  readonly clock: Clock;
  readonly pauses: Pauses;
  readonly ids: Ids;
  readonly report: Report;
}

/** Which logout is taken back, and why. */
interface TakeBack {
  /** @default - whichever waits */
  readonly isMeant?: (pending: PendingLogout) => boolean;
  readonly why: Pick<Extract<AgentEvent, { type: 'AgentLogoutCancelled' }>, 'cause' | keyof Canceller>;
  readonly lane: Lane;
}

/**
 * `tooLate`: the logout is for at once and under way, or has taken place by now. `notCancelled`: the backend goes on showing
 * that the agent goes offline, so the logout stays.
 */
export type TakenBack = { readonly type: 'cancelled' | Refusal | 'notCancelled' };
type Refusal = 'unknownAgent' | 'nothingPending' | 'tooLate';

export type TakeBackLogout = (key: AgentKey, what: TakeBack) => Promise<TakenBack>;

/** So long a backend is watched for what it was told. */
const patience: Readonly<Record<Lane, number>> = { urgent: seconds(5), job: seconds(8) };
const lastLookTakes = seconds(2);
const pauseBetweenLooks = seconds(1);
/** A deadline is nobody's request, so the backend is asked again for so long before the logout stays. */
const triesFor = minutes(3);

/**
 * Takes back a logout that waits. A backend is told to keep the agent in the status that the agent had chosen, and the logout
 * is taken back when it shows that the agent does not go offline. Until then the logout stands, also after a crash.
 */
export function makeTakeBack({ changeAgent, backends, clock, pauses, ids, report }: Ports): TakeBackLogout {
  return async (key, what) => {
    const backend = backends(key.instanceId);
    if (!backend) return changeAgent(key, (agent) => takeBack(agent, what));
    const asked = { lane: what.lane, until: clock.now() + patience[what.lane] };
    const first = await backend.observe(key, asked);
    const found = await changeAgent(
      key,
      (before, now) => {
        const { state, events } = observe(before, key, first, ids.next());
        const waiting = waitingIn(state, what);
        // Nobody carries the logout out in the meantime.
        return { state: waiting.type === 'waits' ? checked(waiting.agent, now) : state, events, outcome: waiting };
      },
      { isObserved: true },
    );
    if (found.type !== 'waits') return found;
    if (!(await keepOnline(backend, key, { agent: found.agent, observation: first, asked }))) return leave(key, what);
    return (await watch(backend, key, { what, asked })) ?? leave(key, what);
  };

  /** What the backend shows within the time of the question, if it shows what became of the logout. */
  async function watch(
    backend: Backend,
    key: AgentKey,
    { what, asked }: { what: TakeBack; asked: { lane: Lane; until: Instant } },
  ): Promise<TakenBack | undefined> {
    do {
      await pauses.wait(pauseBetweenLooks);
      const look = await backend.observe(key, { ...asked, until: asked.until + lastLookTakes });
      const shown = await changeAgent(key, (before) => afterLook(key, before, { look, what }), { isObserved: true });
      if (shown) return shown;
    } while (clock.now() < asked.until);
    return undefined;
  }

  function afterLook(
    key: AgentKey,
    before: Agent | undefined,
    { look, what }: { look: Observation; what: TakeBack },
  ): Decision<Agent | undefined, AgentEvent, TakenBack | undefined> {
    const { state, events } = observe(before, key, look, ids.next());
    if (waitingIn(state, what).type !== 'waits') return { state, events, outcome: { type: 'tooLate' } };
    if (!isWorking(look) || look.isGoingOffline) return { state, events, outcome: undefined };
    const taken = takeBack(state, what);
    return { ...taken, events: [...events, ...taken.events] };
  }

  /** @returns whether the backend has taken it */
  async function keepOnline(
    backend: Backend,
    key: AgentKey,
    { agent, observation, asked }: { agent: SignedInAgent; observation: Observation; asked: Asked },
  ): Promise<boolean> {
    // A backend that has not shown the order yet may do so later.
    const isToldAlready = isWorking(observation) && !observation.isGoingOffline && isDeferred(agent);
    if (isToldAlready) return true;
    try {
      await backend.keepOnline(key, agent.session.status, asked);
      return true;
    } catch (error) {
      if (!isDefinite(error)) throw error;
      report(`The backend refuses to keep agent ${key.agentId}`, error);
      return false;
    }
  }

  /** Says that the logout stays, if nobody is to try again. */
  function leave(key: AgentKey, what: TakeBack): Promise<TakenBack> {
    return changeAgent(key, (agent, now): Decision<Agent | undefined, AgentEvent, TakenBack> => {
      const unchanged = { state: agent, events: [], outcome: { type: 'notCancelled' } } as const;
      const waiting = waitingIn(agent, what);
      if (waiting.type !== 'waits') return { ...unchanged, outcome: { type: 'tooLate' } };
      const { pending } = waiting;
      const isOfDeadline = what.why.cause === 'deadline';
      if (isOfDeadline && now < (deadlineOf(pending) ?? now) + triesFor) return unchanged;
      const pendingLogout = isOfDeadline ? ({ ...pending, stage: 'due' } as const) : pending;
      const state = withSession(waiting.agent, { ...waiting.agent.session, pendingLogout });
      const { order } = pending;
      const event = { type: 'AgentLogoutNotCancelled', ...sessionOf(waiting.agent), order, ...what.why } as const;
      return { ...unchanged, state, events: [event] };
    });
  }
}

const isDeferred = ({ session }: SignedInAgent) => session.pendingLogout?.inBackend?.isDeferred === true;

/** The logout that waits, if it is the one that is meant. */
function waitingIn(agent: Agent | undefined, { isMeant = () => true }: Pick<TakeBack, 'isMeant'>) {
  if (!agent) return { type: 'unknownAgent' } as const;
  const pending = agent.session?.pendingLogout;
  if (!isSignedIn(agent) || !pending || !isMeant(pending)) return { type: 'nothingPending' } as const;
  if (pending.inBackend?.timing === 'immediate') return { type: 'tooLate' } as const;
  return { type: 'waits', agent, pending } as const;
}

/** The agent without the logout that waits. */
function takeBack(
  agent: Agent | undefined,
  { why, ...which }: TakeBack,
): Decision<Agent | undefined, AgentEvent, TakenBack> {
  const waiting = waitingIn(agent, which);
  if (waiting.type !== 'waits') return { state: agent, events: [], outcome: waiting };
  const { state, events } = withoutPending(waiting.agent, waiting.pending, why);
  const session = { ...state.session, takenBackRequest: waiting.pending.requestedAt };
  return { state: withSession(state, session), events, outcome: { type: 'cancelled' } };
}

/** Takes back what is still to happen to an agent: a logout that waits, or the hold after one. */
export const makeCancelLogout =
  ({ changeAgent, takeBack }: { readonly changeAgent: ChangeAgent; readonly takeBack: TakeBackLogout }) =>
  async (key: AgentKey, by: Canceller): Promise<TakenBack> => {
    const wasHeld = await changeAgent(key, (agent, now) => endHold(agent, by, now));
    const taken = await takeBack(key, { why: { cause: 'cancelled', ...by }, lane: 'urgent' });
    return wasHeld && taken.type === 'nothingPending' ? { type: 'cancelled' } : taken;
  };
