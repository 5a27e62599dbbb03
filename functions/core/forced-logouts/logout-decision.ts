import { type Agent, isBusy, isSignedIn, shownStatus, withoutReturn } from '../agents/agent.ts';
import { endSession } from '../agents/end-session.ts';
import type { AgentEvent } from '../agents/events.ts';
import type { LogoutOrder, LogoutOutcome, Timing } from '../agents/logout-order.ts';
import { deferLogout } from '../agents/pending-logout.ts';
import type { Decision } from '../change.ts';
import type { Instant } from '../instant.ts';

/** The command: end this agent's session. */
export interface ForceLogout {
  readonly timing: Timing;
  readonly order: LogoutOrder;
  /** The chunk of the job, when the logout is part of one. */
  readonly chunk?: string;
  /** When it was requested, if that was a while ago: sessions that began since are not affected. @default - now */
  readonly requestedAt?: Instant;
}

type Decided = Decision<Agent | undefined, AgentEvent, LogoutOutcome>;

/** An agent remembers this many jobs: more than can overlap within the minutes in which a chunk is redelivered. */
const marksKept = 4;

/** Ends the session of one agent, or records that it ends with the last contact. */
export function forceLogout(agent: Agent | undefined, command: ForceLogout, now: Instant): Decided {
  if (!agent) return { state: undefined, events: [], outcome: { type: 'unknownAgent' } };
  const mark = agent.logoutMarks.find(({ jobId }) => jobId === command.order.jobId);
  if (mark) {
    const outcome = mark.chunk === command.chunk ? mark.outcome : ({ type: 'countedElsewhere' } as const);
    return { state: agent, events: [], outcome };
  }
  return marked(agent, command, decideSession(agent, command, now));
}

function decideSession(agent: Agent, { timing, order, requestedAt }: ForceLogout, now: Instant): Decided {
  if (!isSignedIn(agent)) return { state: withoutReturn(agent), events: [], outcome: { type: 'alreadySignedOut' } };
  const contacts = agent.session.contacts.length;
  const previousStatus = shownStatus(agent.session);
  if (requestedAt !== undefined && agent.session.signedInAt > requestedAt) {
    return { state: agent, events: [], outcome: { type: 'signedInLater', previousStatus, contacts } };
  }
  if (timing === 'immediate' || !isBusy(agent.session)) {
    const { state, events } = endSession(agent, { cause: 'forced', order });
    return { state, events, outcome: { type: 'loggedOut', previousStatus, contacts } };
  }
  const { state, events } = deferLogout(agent, order, requestedAt ?? now);
  return { state, events, outcome: { type: 'deferred', previousStatus, contacts } };
}

/** Leaves the job's mark on the agent. A logout that is not part of a job leaves none. */
function marked(agent: Agent, { order: { jobId }, chunk }: ForceLogout, decided: Decided): Decided {
  if (jobId === undefined || chunk === undefined) return decided;
  const state = decided.state ?? agent;
  const logoutMarks = [{ jobId, chunk, outcome: decided.outcome }, ...state.logoutMarks].slice(0, marksKept);
  return { ...decided, state: { ...state, logoutMarks } };
}
