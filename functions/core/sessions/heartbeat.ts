import type { Decision } from '../commit.ts';
import { type Instant, seconds } from '../instant.ts';
import type { Clock } from '../ports.ts';
import { type Agent, type AgentKey, type EndedSession, isSignedIn, type SignedInAgent, withSession } from './agent.ts';
import type { CommitAgent } from './commit-agent.ts';
import type { AgentEvent } from './events.ts';
import { sessionOf } from './forced-logout.ts';
import { alive, heard, isOvertaken } from './lease.ts';
import type { AgentStore, Word } from './ports.ts';

export type HeartbeatOutcome =
  | { readonly type: 'goesOn' }
  /** The session is over; how, unless that was several sessions ago. */
  | { readonly type: 'over'; readonly ended?: EndedSession }
  | { readonly type: 'unknownAgent' };

interface Heartbeat {
  readonly sessionId: string;
  /** By the client's own clock. @default later than anything it has said */
  readonly saidAt?: number;
}

interface Ports {
  readonly agents: Pick<AgentStore, 'hear'>;
  readonly commitAgent: CommitAgent;
  readonly clock: Clock;
}

/** The client of a session says that it is there: one write, unless the session is over. */
export function makeHeartbeat({ agents, commitAgent, clock }: Ports) {
  return async (key: AgentKey, heartbeat: Heartbeat): Promise<HeartbeatOutcome> => {
    const { sessionId, saidAt } = heartbeat;
    if (await agents.hear(key, { sessionId }, { at: clock.now(), saidAt })) return { type: 'goesOn' };
    return commitAgent(key, (agent, now) => comeBack(agent, heartbeat, now), 'caller');
  };
}

/** Whether a session goes on, for a client that only asks. */
export function standing(agent: Agent | undefined, sessionId: string): HeartbeatOutcome {
  if (!agent) return { type: 'unknownAgent' };
  if (agent.session?.sessionId === sessionId) return { type: 'goesOn' };
  const ended = agent.endedSessions.find((each) => each.sessionId === sessionId);
  return { type: 'over', ...(ended && { ended }) };
}

/** As long as it takes to load another page, and a little more. */
const mayReturnFor = seconds(10);

/**
 * Goes on with the very session that has just ended because its client went: the client was on its way to another page.
 * Whoever has signed in or was told to go since does not come back.
 */
function comeBack(
  agent: Agent | undefined,
  { sessionId, saidAt }: Heartbeat,
  now: Instant,
): Decision<Agent | undefined, AgentEvent, HeartbeatOutcome> {
  const unchanged = { state: agent, events: [], outcome: standing(agent, sessionId) };
  if (!agent) return unchanged;
  const word = { at: now, saidAt };
  if (isSignedIn(agent) && agent.session.sessionId === sessionId) {
    return { ...unchanged, state: hearInFull(agent, word) };
  }
  const { leftSession, ...rest } = agent;
  const isLeft = leftSession?.session.sessionId === sessionId && now <= leftSession.endedAt + mayReturnFor;
  if (!isLeft || isOvertaken(leftSession.session.lease, saidAt)) return unchanged;
  const ended = agent.endedSessions.find((each) => each.sessionId === sessionId);
  // The page may have stayed, and still be listening.
  const session = { ...leftSession.session, ...(ended?.connections && { connections: ended.connections }) };
  const endedSessions = rest.endedSessions.filter((each) => each !== ended);
  const back = withSession({ ...rest, endedSessions }, heard(session, word));
  const { status, statusType } = session;
  return {
    state: back,
    events: [{ type: 'AgentSignedIn', ...sessionOf(back), status, statusType }],
    outcome: { type: 'goesOn' },
  };
}

/**
 * What the store has not heard because later word has overtaken it is a sign of life all the same, but does not keep a
 * client that has said since that it goes.
 */
function hearInFull(agent: SignedInAgent, word: Word): Agent {
  const { session } = agent;
  if (!session.lease) return agent;
  if (!isOvertaken(session.lease, word.saidAt)) return withSession(agent, heard(session, word));
  return session.lease.leavesAt === undefined ? withSession(agent, alive(session, word.at)) : agent;
}
