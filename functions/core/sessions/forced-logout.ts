import type { Decision } from '../commit.ts';
import type { Instant } from '../instant.ts';
import {
  type Agent,
  isBusy,
  isSignedIn,
  type Session,
  type SignedInAgent,
  shownStatus,
  withoutReturn,
  withoutSession,
  withSession,
} from './agent.ts';
import { type AgentEvent, causes, type LogoutCause } from './events.ts';
import type { LogoutOrder, LogoutOutcome, Timing } from './logout-order.ts';

/** The command: end this agent's session. */
export interface ForceLogout extends LogoutOrder {
  readonly timing: Timing;
  /** The chunk of the job, when the logout is part of one. */
  readonly chunk?: string;
  /** When it was asked for, if that is a while ago: sessions begun since are not meant. @default now */
  readonly orderedAt?: Instant;
}

type Decided = Decision<Agent | undefined, AgentEvent, LogoutOutcome>;

/** An agent remembers this many jobs: more than can overlap within the minutes in which a chunk is redelivered. */
const marksKept = 4;

/** Ends the session of one agent, or notes that it is to end with the last contact. */
export function forceLogout(agent: Agent | undefined, command: ForceLogout, now: Instant): Decided {
  if (!agent) return { state: undefined, events: [], outcome: { type: 'unknownAgent' } };
  const mark = agent.logoutMarks.find(({ jobId }) => jobId === command.jobId);
  if (mark) {
    const outcome = mark.chunk === command.chunk ? mark.outcome : ({ type: 'countedElsewhere' } as const);
    return { state: agent, events: [], outcome };
  }
  return marked(agent, command, decideSession(agent, command, now));
}

function decideSession(agent: Agent, { timing, chunk: _, orderedAt, ...order }: ForceLogout, now: Instant): Decided {
  if (!isSignedIn(agent)) return { state: withoutReturn(agent), events: [], outcome: { type: 'alreadySignedOut' } };
  const contacts = agent.session.contacts.length;
  const previousStatus = shownStatus(agent.session);
  if (orderedAt !== undefined && agent.session.signedInAt > orderedAt) {
    return { state: agent, events: [], outcome: { type: 'signedInLater', previousStatus, contacts } };
  }
  if (timing === 'immediate' || !isBusy(agent.session)) {
    const { state, events } = endSession(agent, causes.forcedBySupervisor, order);
    return { state, events, outcome: { type: 'loggedOut', previousStatus, contacts } };
  }
  const outcome = { type: 'deferred', previousStatus, contacts } as const;
  if (agent.session.pendingLogout) return { state: agent, events: [], outcome };
  return {
    state: withSession(agent, { ...agent.session, pendingLogout: { ...order, requestedAt: orderedAt ?? now } }),
    events: [
      {
        type: 'AgentLogoutDeferred',
        ...sessionOf(agent),
        ...order,
        status: previousStatus,
        contactIds: agent.session.contacts.map(({ contactId }) => contactId),
      },
    ],
    outcome,
  };
}

/** Leaves the job's mark on the agent. A logout that is no part of a job leaves none. */
function marked(agent: Agent, { jobId, chunk }: ForceLogout, decided: Decided): Decided {
  if (jobId === undefined || chunk === undefined) return decided;
  const state = decided.state ?? agent;
  const logoutMarks = [{ jobId, chunk, outcome: decided.outcome }, ...state.logoutMarks].slice(0, marksKept);
  return { ...decided, state: { ...state, logoutMarks } };
}

/** What names a session in its events. */
export const sessionOf = ({ instanceId, agentId, session: { sessionId } }: SignedInAgent) => ({
  instanceId,
  agentId,
  sessionId,
});

/** Ends the session now, releasing what is in hand first. */
export function endSession(agent: SignedInAgent, cause: LogoutCause, order: Partial<LogoutOrder> = {}): Ended {
  const { contacts } = agent.session;
  const { state, events } = ended(agent, {
    cause,
    ...order,
    releasedContactIds: contacts.map(({ contactId }) => contactId),
  });
  const released = contacts.map(
    ({ contactId, channel }) => ({ type: 'ContactReleased', ...sessionOf(agent), contactId, channel }) as const,
  );
  return { state, events: [...released, ...events] };
}

/** Completes the logout that waited, when the change leaves the session without a contact. */
export function completePending(agent: SignedInAgent, session: Session): Ended | undefined {
  if (!session.pendingLogout || isBusy(session)) return undefined;
  const { requestedAt: _, ...order } = session.pendingLogout;
  return ended(agent, { cause: causes.forcedBySupervisor, ...order, releasedContactIds: [] });
}

export interface Ended {
  readonly state: Agent;
  readonly events: readonly AgentEvent[];
}

type HowEnded = Pick<Extract<AgentEvent, { type: 'AgentLoggedOut' }>, 'cause' | 'releasedContactIds'> &
  Partial<LogoutOrder>;

/** The previous status is what others saw last: of a logout that waited, that of the contact it waited for. */
const ended = (agent: SignedInAgent, how: HowEnded): Ended => ({
  state: withoutSession(agent, how),
  events: [{ type: 'AgentLoggedOut', ...sessionOf(agent), ...how, previousStatus: shownStatus(agent.session) }],
});
