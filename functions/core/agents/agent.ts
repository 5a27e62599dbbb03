import type { Instant } from '../instant.ts';
import type { Channel, Contact, EndedContact } from './contact.ts';
import type { IpAddress } from './ip-range.ts';
import type { Hold, LogoutMark, LogoutOrder, PendingLogout } from './logout-order.ts';
import type { RuleWatch } from './rules/rule-watch.ts';

/** Names an agent: ids are unique within an instance only. */
export interface AgentKey {
  readonly instanceId: string;
  readonly agentId: string;
}

/** Who the agent is. Outlives every session. Name and e-mail address are stored in the agent's own item and nowhere else. */
export interface Profile {
  readonly name: string;
  readonly email: string;
  readonly agentNumber: string;
  readonly teamIds: readonly string[];
  /** What the agent may do to other agents. @default - nothing */
  readonly securityProfileId?: string;
  /** Left alone by forced logouts that do not name the agent. @default false */
  readonly protected?: boolean;
}

/** Whether the agent is in one of the teams. */
export const isOfTeams = ({ profile }: Pick<Agent, 'profile'>, teamIds: readonly string[]): boolean =>
  profile.teamIds.some((teamId) => teamIds.includes(teamId));

export type { Channel, Contact, EndedContact };

/** The type of a status that a signed-in agent can choose. `OFFLINE` is not one of them: to go offline is to sign out. */
export type StatusType = 'ROUTABLE' | 'CUSTOM';

/** The agent's presence, from sign-in to sign-out. */
export interface Session {
  readonly sessionId: string;
  readonly signedInAt: Instant;
  /** The status chosen, by the name the centre gave it. Others see `shownStatus`. */
  readonly status: string;
  readonly statusType: StatusType;
  readonly statusSince: Instant;
  readonly ipAddress: IpAddress;
  /** What the agent handles now, in the order it began. */
  readonly contacts: readonly Contact[];
  /** When the latest contact that is over ended. @default - none has in this session, or it was not noted */
  readonly lastContactEndedAt?: Instant;
  /** A logout that waited was taken back, which was requested then: no later look orders it again. @default - none was */
  readonly takenBackRequest?: Instant;
  /** Ends the session when its client has been silent for too long. @default - the session lasts until somebody ends it */
  readonly lease?: Lease;
  /** The agent has signed out during a contact: the session ends with the last one, whatever heartbeats arrive. @default false */
  readonly leavesForGood?: true;
  /** The hash of a secret that the session's client holds and sends with every request. */
  readonly secretHash?: string;
  /** The WebSockets of the session's desktops, the oldest first. */
  readonly connections?: readonly string[];
  /** A forced logout that waits for the last contact to end, or for a backend. Without a backend only there while there is a contact. */
  readonly pendingLogout?: PendingLogout;
  /** What the rules of the agent's teams keep. @default - there never was such a rule in this session */
  readonly rules?: RuleWatch;
}

/** How long a session lasts without a heartbeat. */
export interface Lease {
  readonly seconds: number;
  /** When the server last received a heartbeat. Heartbeats move it without loading the agent. */
  readonly lastSeenAt: Instant;
  /** When it received the one before: two that follow each other quickly are recorded, a third is not. */
  readonly previouslySeenAt?: Instant;
  /** When the client sent its latest message, by its own clock: of two messages, the later one counts. */
  readonly sentAt?: number;
  /** The client has announced that it leaves: the session ends then, unless a heartbeat arrives first. */
  readonly leavesAt?: Instant;
  /** A contact keeps the session alive for this long after the lease. @default - for as long as the contact lasts */
  readonly contactGraceSeconds?: number;
}

/**
 * Why a session ended.
 * `forced`: by a forced logout. `signedOut`: by the agent, or by a client that left. `leaseExpired`: the client fell
 * silent. `replaced`: the agent signed in elsewhere and took over. `client`: by a client that gave a number of its own.
 */
export const signOutCauses = ['forced', 'signedOut', 'leaseExpired', 'replaced', 'client'] as const;
export type SignOutCause = (typeof signOutCauses)[number];

/** A status that an agent has chosen, by the name the centre gave it. */
export interface ChosenStatus {
  readonly status: string;
  readonly statusType: StatusType;
}

/** A session that is over, as long as its client may still ask about it. */
export interface EndedSession {
  readonly sessionId: string;
  readonly secretHash?: string;
  readonly signedInAt: Instant;
  readonly cause: SignOutCause;
  /** Who ended it and why. @default - its lease expired, or the agent signed in elsewhere */
  readonly order?: LogoutOrder;
  /** Whether a polling client has received the end. */
  readonly isReported: boolean;
  /** The status chosen last. @default - the session did not end with its lease or by a forced logout with a hold, or there is a later one */
  readonly chosen?: ChosenStatus;
  /** The WebSockets over which the desktops are notified of the end. */
  readonly connections?: readonly string[];
}

/** A session that ended because its client left. The client may come back within a few seconds, after a page load. */
export interface LeftSession {
  readonly session: LeasedSession;
  readonly endedAt: Instant;
}

export type LeasedSession = Session & { readonly lease: Lease };

/** The latest sign-in or sign-out that changed the agent. While it is not answered yet, it locks the others out. */
export interface SignInLock {
  readonly lockId: string;
  /** Until then no other sign-in or sign-out changes the agent. Long past once the holder has been answered. */
  readonly until: Instant;
}

/** An agent whom a backend may still show as there: nobody signs such an agent in again by what it shows. */
export interface OwedOffline {
  /** When the backend is looked at again, and how often it was. */
  readonly checkAt: Instant;
  readonly checks: number;
}

/** What a backend has shown of an agent last. */
export interface Seen {
  readonly at: Instant;
  /** When the status began that it showed. @default - it has shown nobody yet */
  readonly statusSince?: Instant;
  /** Since when it has not shown the agent. @default - it does */
  readonly absentSince?: Instant;
}

export interface Agent extends AgentKey {
  readonly profile: Profile;
  readonly session?: Session;
  /** Earlier sessions, the newest first, whose clients have a lease or a secret and may ask about them. */
  readonly endedSessions: readonly EndedSession[];
  /** Only there while the agent is signed out. */
  readonly leftSession?: LeftSession;
  readonly signInLock?: SignInLock;
  /** Keeps the agent from signing in. It may be over. */
  readonly hold?: Hold;
  /** When the latest session ended. A chat that was joined before does not become a contact of a later session. */
  readonly signedOutAt?: Instant;
  /** The session has ended here, and the backend that owns the agent still has to be told. */
  readonly owedOffline?: OwedOffline;
  /** What the backend that owns the agent has shown last. */
  readonly seen?: Seen;
  /** When an import found that the backend has nobody of this id any more. The next import that finds somebody removes it. @default - it has, or owns no agents */
  readonly deletedAt?: Instant;
  /** Contacts that ended within the last hour, the latest first: they do not begin again. */
  readonly endedContacts?: readonly EndedContact[];
  /** What the latest logout jobs did to this agent, the newest first, so that a repeated job gets the same answer. */
  readonly logoutMarks: readonly LogoutMark[];
}

/** An agent who is signed in. */
export type SignedInAgent = Agent & { readonly session: Session };

export const isSignedIn = (agent: Agent | undefined): agent is SignedInAgent => agent?.session !== undefined;

export const isBusy = (session: Session) => session.contacts.length > 0;

/** The status shown of an agent who is signed out. */
export const offline = 'Offline';

const statusOf = { VOICE: 'In-call', CHAT: 'In-chat', TASK: 'In-task' } as const satisfies Record<Channel, string>;

/** The status that others see: a contact takes precedence over the status chosen, a call over a chat over a task. */
export function shownStatus(session: Session | undefined): string {
  if (!session) return offline;
  for (const channel of ['VOICE', 'CHAT', 'TASK'] as const) {
    if (session.contacts.some((contact) => contact.channel === channel)) return statusOf[channel];
  }
  return session.status;
}

/** The same agent in another session. */
export const withSession = (agent: Agent, session: Session): SignedInAgent => ({ ...agent, session });

/** The same agent without the session just left: an agent who signed out or was forced out does not come back to it. */
export function withoutReturn(agent: Agent): Agent {
  const { leftSession, ...rest } = agent;
  return leftSession ? rest : agent;
}
