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
  /** A forced logout that waits for the last contact to end. Only there while there is a contact. */
  readonly pendingLogout?: PendingLogout;
}

/** How long a session lasts without word of its client. */
interface Lease {
  readonly seconds: number;
  /** Moved on by heartbeats without loading the agent. */
  readonly heardAt: Instant;
}

/** A session that is over, as far as its client may still ask for it. */
export interface LastSession {
  readonly sessionId: string;
  readonly secretHash?: string;
  readonly signedInAt: Instant;
  readonly cause: number;
  /** Whether its client knows that it is over. */
  readonly isTold: boolean;
}

/** The latest sign-in or sign-out that changed the agent, and whether it has been answered. */
export interface Turn {
  readonly turnId: string;
  /** Until then no other one changes the agent. Long past once it has been answered. */
  readonly until: Instant;
}

export interface Agent extends AgentKey {
  readonly profile: Profile;
  readonly session?: Session;
  /** The session before, of an agent whose client holds a lease or a secret. */
  readonly lastSession?: LastSession;
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

/** The same agent signed out. A client that can still be told of it, by its lease or its secret, is to be told. */
export function withoutSession({ session, ...agent }: SignedInAgent, cause: number): Agent {
  const { sessionId, secretHash, signedInAt, lease } = session;
  if (!lease && secretHash === undefined) return agent;
  const lastSession = { sessionId, signedInAt, cause, isTold: false, ...(secretHash !== undefined && { secretHash }) };
  return { ...agent, lastSession };
}
