import type { Instant } from '../instant.ts';
import type { IpAddress } from './ip-range.ts';
import type { LogoutMark, PendingLogout } from './logout-order.ts';

/** Names an agent: ids are unique within an instance only. */
export interface AgentKey {
  readonly instanceId: string;
  readonly agentId: string;
}

/** Who the agent is. Outlives every session; name and e-mail address never leave the agent's own item but in answers. */
export interface Profile {
  readonly name: string;
  readonly email: string;
  readonly agentNumber: string;
  readonly teamIds: readonly string[];
  /** What the agent may do to others; absent: nothing. */
  readonly securityProfileId?: string;
}

export type Channel = 'VOICE' | 'CHAT' | 'TASK';

export interface Contact {
  readonly contactId: string;
  readonly channel: Channel;
  readonly beganAt: Instant;
}

/** The type of a status that a signed-in agent can choose. `OFFLINE` is not one: to go offline is to sign out. */
export type StatusType = 'ROUTABLE' | 'CUSTOM';

/** The agent's presence, from sign-in to sign-out. */
export interface Session {
  readonly sessionId: string;
  readonly signedInAt: Instant;
  /** The status chosen, by the name the centre gave it. See `shownStatus` for what others see. */
  readonly status: string;
  readonly statusType: StatusType;
  readonly statusSince: Instant;
  readonly ipAddress: IpAddress;
  /** What the agent handles now, in the order it began. */
  readonly contacts: readonly Contact[];
  /** Ends the session when its client has not been heard of for so long. */
  readonly lease?: Lease;
  /** The hash of a secret that its client holds, and proves with that a request is of this session. */
  readonly secretHash?: string;
  /** The WebSockets over which its client is told what happens to it, the oldest first. */
  readonly connections?: readonly string[];
  /** A forced logout that waits for the last contact to end. Only there while there is a contact. */
  readonly pendingLogout?: PendingLogout;
}

/** How long a session lasts without word of its client. */
export interface Lease {
  readonly seconds: number;
  /** Moved on by heartbeats without loading the agent. */
  readonly heardAt: Instant;
  /** The client's own time of its latest word: of two that overtake each other on the way it says which is the later. */
  readonly saidAt?: number;
  /** The client is about to go: the session ends then, unless it is heard of again. */
  readonly leavesAt?: Instant;
  /** A contact in hand holds off the end for so long; absent: as long as the contact lasts. */
  readonly contactGraceSeconds?: number;
}

/** A session that is over, as far as its client may still ask for it. */
export interface EndedSession {
  readonly sessionId: string;
  readonly secretHash?: string;
  readonly signedInAt: Instant;
  readonly cause: number;
  /** What whoever ended it had to say. */
  readonly reason?: string;
  readonly message?: string;
  /** Whether a client that polls knows that it is over. */
  readonly isTold: boolean;
  /** The WebSockets over which its client is to be told that it is over. */
  readonly connections?: readonly string[];
}

/** A session that ended because its client went, which may yet turn out to come back. */
export interface LeftSession {
  readonly session: LeasedSession;
  readonly endedAt: Instant;
}

export type LeasedSession = Session & { readonly lease: Lease };

/** The latest sign-in or sign-out that changed the agent, and whether it has been answered. */
export interface Turn {
  readonly turnId: string;
  /** Until then no other one changes the agent. Long past once it has been answered. */
  readonly until: Instant;
}

export interface Agent extends AgentKey {
  readonly profile: Profile;
  readonly session?: Session;
  /** The sessions before, newest first, as far as their clients hold a lease or a secret and may ask for them. */
  readonly endedSessions: readonly EndedSession[];
  /** Only there while the agent is signed out. */
  readonly leftSession?: LeftSession;
  readonly turn?: Turn;
  /** What the latest logout jobs did to this agent, newest first, so that a job repeated answers as the first time. */
  readonly logoutMarks: readonly LogoutMark[];
}

/** An agent who is signed in. */
export type SignedInAgent = Agent & { readonly session: Session };

export const isSignedIn = (agent: Agent | undefined): agent is SignedInAgent => agent?.session !== undefined;

export const isBusy = (session: Session) => session.contacts.length > 0;

/** The status shown of an agent who has signed out. */
export const offline = 'Offline';

const statusOf = { VOICE: 'In-call', CHAT: 'In-chat', TASK: 'In-task' } as const satisfies Record<Channel, string>;

/** The status that others see: what is in hand comes before what was chosen, a call before a chat before a task. */
export function shownStatus(session: Session | undefined): string {
  if (!session) return offline;
  for (const channel of ['VOICE', 'CHAT', 'TASK'] as const) {
    if (session.contacts.some((contact) => contact.channel === channel)) return statusOf[channel];
  }
  return session.status;
}

/** The same agent in another session. */
export const withSession = (agent: Agent, session: Session): SignedInAgent => ({ ...agent, session });

/** Whoever is told to go, or says so, does not come back to the session just left. */
export function withoutReturn(agent: Agent): Agent {
  const { leftSession, ...rest } = agent;
  return leftSession ? rest : agent;
}

/** The latest, and one before of whose end its client may not have heard yet. */
const endedSessionsKept = 2;

/** The same agent signed out. A client that can still be told of it, by its lease or its secret, is to be told. */
export function withoutSession(
  { session, ...agent }: SignedInAgent,
  { cause, reason, message }: Pick<EndedSession, 'cause' | 'reason' | 'message'>,
): Agent {
  const { sessionId, secretHash, signedInAt, lease, connections } = session;
  if (!lease && secretHash === undefined) return agent;
  const ended: EndedSession = {
    sessionId,
    signedInAt,
    cause,
    isTold: false,
    ...(secretHash !== undefined && { secretHash }),
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message }),
    ...(connections && { connections }),
  };
  const untold = agent.endedSessions.filter(({ isTold }) => !isTold).map(inShort);
  return { ...agent, endedSessions: [ended, ...untold].slice(0, endedSessionsKept) };
}

/** What is kept of a session once there is a later one: the item is to stay small. */
export const inShort = ({ reason: _, message: __, connections: ___, ...ended }: EndedSession): EndedSession => ended;
