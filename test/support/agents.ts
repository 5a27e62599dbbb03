import ipaddr from 'ipaddr.js';
import type { Recorded, Stored } from '#core/commit.ts';
import type { Agent, Contact, EndedSession, Profile, Session } from '#core/sessions/agent.ts';
import type { AgentEvent } from '#core/sessions/events.ts';
import { addressFromBytes, type IpAddress, type IpRange } from '#core/sessions/ip-range.ts';
import type { PendingLogout } from '#core/sessions/logout-order.ts';

/** An instant on a quiet day. */
export const someDay = Date.UTC(2026, 10, 21, 9, 30);

/** An address as it is written outside: `10.0.0.7`, `2001:db8::7`, `::ffff:10.0.0.7`. */
export const anAddress = (text: string): IpAddress => addressFromBytes(ipaddr.process(text).toByteArray());

/** A range by its ends, both included. */
export const aRange = (first: string, last: string = first): IpRange => ({
  first: anAddress(first),
  last: anAddress(last),
  text: `${first}-${last}`,
});

export const aContact = (contactId: string, says: Partial<Contact> = {}): Contact => ({
  contactId,
  channel: 'VOICE',
  beganAt: someDay,
  ...says,
});

export const aPendingLogout = (says: Partial<PendingLogout> = {}): PendingLogout => ({
  requestedBy: 'supervisor',
  requestedAt: someDay,
  ...says,
});

/** A session with a status of its own and nothing in hand. */
export const aSession = (says: Partial<Session> = {}): Session => ({
  sessionId: 'session-1',
  signedInAt: someDay,
  status: 'Available',
  statusType: 'ROUTABLE',
  statusSince: someDay,
  ipAddress: anAddress('10.0.0.1'),
  contacts: [],
  ...says,
});

/** A session that was ended by a supervisor, and whose client does not know yet. */
export const anEndedSession = (says: Partial<EndedSession> = {}): EndedSession => ({
  sessionId: 'session-1',
  signedInAt: someDay,
  cause: 257,
  isTold: false,
  ...says,
});

/** Ann of instance `demo`, in no team and signed out. */
export function anAgent({
  name,
  email,
  agentNumber,
  teamIds,
  securityProfileId,
  ...says
}: Partial<Agent & Profile> = {}): Agent {
  const agentId = says.agentId ?? 'ann';
  return {
    instanceId: 'demo',
    agentId,
    profile: {
      name: name ?? agentId,
      email: email ?? `${agentId}@example.com`,
      agentNumber: agentNumber ?? '1',
      teamIds: teamIds ?? [],
      ...(securityProfileId !== undefined && { securityProfileId }),
    },
    endedSessions: [],
    logoutMarks: [],
    ...says,
  };
}

/** An agent who is signed in, from this address. */
export function online(
  agentId: string,
  { from = '10.0.0.1', ...says }: Partial<Agent & Profile> & { from?: string } = {},
) {
  return anAgent({ agentId, session: aSession({ ipAddress: anAddress(from) }), ...says });
}

/** Ann has signed in. */
export const anAgentEvent = (says: { sessionId?: string } = {}): AgentEvent => ({
  type: 'AgentSignedIn',
  instanceId: 'demo',
  agentId: 'ann',
  sessionId: 'session-1',
  status: 'Available',
  statusType: 'ROUTABLE',
  ...says,
});

/** A fact as the aggregate's first event. */
export const recorded = <Fact>(fact: Fact, says: Partial<Recorded<Fact>> = {}): Recorded<Fact> => ({
  eventId: 'demo/agent/ann/1',
  sequence: 1,
  at: someDay,
  fact,
  ...says,
});

/** An aggregate saved once, with nothing left to publish. */
export const stored = <State, Fact = never>(
  state: State,
  says: Partial<Stored<State, Fact>> = {},
): Stored<State, Fact> => ({
  state,
  version: 1,
  sequence: 0,
  outbox: [],
  ...says,
});
