import { type Agent, isBusy, isSignedIn, shownStatus, withoutReturn, withSession } from '../agents/agent.ts';
import { isWorking, type Observation } from '../agents/backend.ts';
import { orderLogout } from '../agents/backend-logout.ts';
import { endSession, isClientBack } from '../agents/end-session.ts';
import type { AgentEvent } from '../agents/events.ts';
import { held } from '../agents/hold.ts';
import { mayReturn } from '../agents/lease.ts';
import {
  type LogoutMark,
  type LogoutOrder,
  type LogoutOutcome,
  type PendingLogout,
  type Remarks,
  type Timing,
  withoutOrigin,
} from '../agents/logout-order.ts';
import { deferLogout } from '../agents/pending-logout.ts';
import type { Decision } from '../change.ts';
import type { Instant } from '../instant.ts';
import { isLimited, isOutOfReach, judge, notPermitted, type SkipReason } from './selection.ts';
import { isNarrowed, type Selector } from './selector.ts';

/** The command: end this agent's session. */
export interface ForceLogout {
  readonly timing: Timing;
  readonly order: LogoutOrder;
  /** The chunk of the job, when the logout is part of one. */
  readonly chunk?: string;
  /** When it was requested, if that was a while ago: sessions that began since are not affected. @default - now */
  readonly requestedAt?: Instant;
  /** A backend owns the agent, so the logout is ordered there. @default false */
  readonly inBackend?: boolean;
  /** Whether a job is over, so that its mark may be forgotten. @default - every other job is */
  readonly isOver?: (jobId: number) => boolean;
}

type Decided = Decision<Agent | undefined, AgentEvent, LogoutOutcome>;

/** An agent remembers this many jobs, and besides them only jobs that are not over: their chunks may be delivered again. */
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

/** What becomes of an agent whom a selector does not mean after all, or who is left alone. Nothing is written of it. */
export type NotForced =
  | { readonly type: 'notSelected'; readonly isExcluded?: true }
  | {
      readonly type: 'skipped';
      readonly why: Exclude<SkipReason, 'notPermitted'>;
      readonly previousStatus: string;
      readonly contacts: number;
    }
  /** The caller may not know more of the agent than the id. */
  | typeof notPermitted;

/**
 * The same for an agent of a selector. An index tells what was true a moment ago, so the agent's own team, address and status
 * decide.
 */
export function forceLogoutIfSelected(
  agent: Agent | undefined,
  { selector, ...command }: ForceLogout & { readonly selector: Selector },
  now: Instant,
): Decision<Agent | undefined, AgentEvent, LogoutOutcome | NotForced> {
  const { requestedAt } = command;
  const isMarked = agent?.logoutMarks.some(({ jobId }) => jobId === command.order.jobId) === true;
  const left = (outcome: NotForced) => ({ state: agent, events: [], outcome });
  if (!agent && isOutOfReach(selector, agent)) return left(notPermitted);
  if (!agent || isMarked) return forceLogout(agent, command, now);
  const verdict = judge(selector, agent, { now, ...(requestedAt !== undefined && { requestedAt }) });
  switch (verdict.type) {
    case 'selected':
      return isTakenBack(agent, command) ? left({ type: 'notSelected' }) : forceLogout(agent, command, now);
    case 'skipped': {
      if (verdict.why === 'notPermitted') return left(notPermitted);
      const contacts = agent.session?.contacts.length ?? 0;
      return left({ type: 'skipped', why: verdict.why, previousStatus: shownStatus(agent.session), contacts });
    }
    case 'excluded':
      return left({ type: 'notSelected', isExcluded: true });
    case 'notMatched': {
      if (isSignedIn(agent) || isNarrowed(selector) || isLimited(selector)) return left({ type: 'notSelected' });
      return marked(agent, command, { state: agent, events: [], outcome: { type: 'alreadySignedOut' } });
    }
  }
}

/** Whether a request, or a later one, was taken back from the agent, whose session goes on. */
export const wasTakenBack = (agent: Agent | undefined, requestedAt: Instant | undefined): boolean =>
  requestedAt !== undefined && requestedAt <= (agent?.session?.takenBackRequest ?? Number.NEGATIVE_INFINITY);

/** Only later looks ask: jobs leave marks on agents. */
const isTakenBack = (agent: Agent, { chunk, requestedAt }: ForceLogout): boolean =>
  chunk === undefined && wasTakenBack(agent, requestedAt);

export type Final = Exclude<LogoutOutcome, { type: 'ordered' }>;
export type Ordered = Extract<LogoutOutcome, { type: 'ordered' }>;

/** What has become of an ordered logout, by what the backend shows. */
export function outcomeOf(
  agent: Agent | undefined,
  { ordered: { type: _, ...before }, requestedAt }: { ordered: Ordered & Remarks; requestedAt: Instant },
  observation: Observation,
): Final {
  if (!isSignedIn(agent)) return { type: 'loggedOut', ...before };
  const pending = agent.session.pendingLogout?.inBackend;
  // Whoever is there without the order is back, unless the order was taken back.
  if (!pending && !wasTakenBack(agent, requestedAt)) return { type: 'loggedOut', ...before };
  if (isWorking(observation) && observation.isGoingOffline && pending?.timing === 'afterContact') {
    return { type: 'deferred', ...before };
  }
  return { type: 'unconfirmed', ...before, seenStatus: shownStatus(agent.session) };
}

/** The logout's final outcome, in place of the one that it left when it was ordered. A job has one mark on an agent at most. */
export function settle(agent: Agent, { order: { jobId } }: ForceLogout, outcome: LogoutOutcome): Agent {
  const isOf = (mark: LogoutMark) => mark.jobId === jobId && mark.outcome.type === 'ordered';
  if (!agent.logoutMarks.some(isOf)) return agent;
  return { ...agent, logoutMarks: agent.logoutMarks.map((mark) => (isOf(mark) ? { ...mark, outcome } : mark)) };
}

/** The agent without a logout that was ordered and is refused by the backend: nothing of it is left that could be repeated. */
export function withdraw(agent: Agent, { order }: ForceLogout, ordered: PendingLogout): Agent {
  const { jobId, requestedBy } = order;
  const logoutMarks = agent.logoutMarks.filter((mark) => mark.jobId !== jobId || mark.outcome.type !== 'ordered');
  const others = { ...agent, logoutMarks };
  if (!isSignedIn(agent)) return others;
  const { pendingLogout, ...session } = agent.session;
  const isOwn = ordered.order.jobId === jobId && ordered.order.requestedBy === requestedBy;
  if (!isOwn || pendingLogout?.requestedAt !== ordered.requestedAt) return others;
  return withSession(others, session);
}

/** Jobs whose marks the agent loses if they are over and keeps if they are not. */
export const jobsToForget = ({ logoutMarks }: Agent): readonly number[] =>
  logoutMarks.slice(marksKept - 1).map(({ jobId }) => jobId);

function decideSession(agent: Agent, { timing, order, requestedAt, inBackend }: ForceLogout, now: Instant): Decided {
  if (!isSignedIn(agent))
    return { state: keptOut(agent, order, now), events: [], outcome: { type: 'alreadySignedOut' } };
  const contacts = agent.session.contacts.length;
  const previousStatus = shownStatus(agent.session);
  if (requestedAt !== undefined && agent.session.signedInAt > requestedAt) {
    return { state: agent, events: [], outcome: { type: 'signedInLater', previousStatus, contacts } };
  }
  if (inBackend) {
    const state = orderLogout(agent, { order, timing, requestedAt: requestedAt ?? now }, now);
    return { state, events: [], outcome: { type: 'ordered', previousStatus, contacts } };
  }
  if (timing === 'immediate' || !isBusy(agent.session)) {
    const { state, events } = endSession(agent, { cause: 'forced', order });
    return { state, events, outcome: { type: 'loggedOut', previousStatus, contacts } };
  }
  const { state, events } = deferLogout(agent, order, requestedAt ?? now);
  return { state, events, outcome: { type: 'deferred', previousStatus, contacts } };
}

/**
 * An agent whose page has just left does not come back to that session, and is held like an agent who was signed in. A page that
 * was only loading learns from its session that it was forced out, so that it does not sign in again by itself.
 */
function keptOut(agent: Agent, order: LogoutOrder, now: Instant): Agent {
  const { leftSession } = agent;
  const state = withoutReturn(agent);
  if (!leftSession || !mayReturn(agent, now)) return state;
  const { sessionId, status, statusType } = leftSession.session;
  const end = { cause: 'forced', order: withoutOrigin(order) } as const;
  const forced = { ...end, ...(isClientBack(end) && { chosen: { status, statusType } }) };
  const endedSessions = state.endedSessions.map((ended) =>
    ended.sessionId === sessionId ? { ...ended, ...forced } : ended,
  );
  return held({ ...state, endedSessions }, { order, sessionId }, now);
}

/** Leaves the job's mark on the agent. A logout that is not part of a job leaves none. */
function marked(
  agent: Agent,
  { order: { jobId }, chunk, isOver = () => true }: ForceLogout,
  decided: Decided,
): Decided {
  if (jobId === undefined || chunk === undefined) return decided;
  const state = decided.state ?? agent;
  const logoutMarks = [{ jobId, chunk, outcome: decided.outcome }, ...state.logoutMarks].filter(
    (mark, place) => place < marksKept || !isOver(mark.jobId),
  );
  return { ...decided, state: { ...state, logoutMarks } };
}
