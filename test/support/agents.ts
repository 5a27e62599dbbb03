import ipaddr from 'ipaddr.js';
import type { Agent, AgentKey, Contact, EndedSession, Profile, Session } from '#core/agents/agent.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import { addressFromBytes, type IpAddress, type IpRange } from '#core/agents/ip-range.ts';
import type { LogoutOrder, PendingLogout } from '#core/agents/logout-order.ts';
import type { Recorded, Stored } from '#core/change.ts';

/** The instant at which most tests begin. */
export const someDay = Date.UTC(2026, 10, 21, 9, 30);

/** The agent that most tests are about. */
export const ann: AgentKey = { instanceId: 'demo', agentId: 'ann' };

/** An address as it is written outside: `10.0.0.7`, `2001:db8::7`, `::ffff:10.0.0.7`. */
export const anAddress = (text: string): IpAddress => addressFromBytes(ipaddr.process(text).toByteArray());

/** A range by its ends, both included. */
export const aRange = (first: string, last: string = first): IpRange => ({
  first: anAddress(first),
  last: anAddress(last),
  text: `${first}-${last}`,
});

export const aContact = (contactId: string, overrides: Partial<Contact> = {}): Contact => ({
  contactId,
  channel: 'VOICE',
  beganAt: someDay,
  ...overrides,
});

/** A supervisor asks for a forced logout, without a reason. */
export const anOrder = (overrides: Partial<LogoutOrder> = {}): LogoutOrder => ({
  requestedBy: 'supervisor',
  ...overrides,
});

export const aPendingLogout = (order: Partial<LogoutOrder> = {}): PendingLogout => ({
  order: anOrder(order),
  requestedAt: someDay,
});

/** An available agent's session without contacts and without a lease. */
export const aSession = (overrides: Partial<Session> = {}): Session => ({
  sessionId: 'session-1',
  signedInAt: someDay,
  status: 'Available',
  statusType: 'ROUTABLE',
  statusSince: someDay,
  ipAddress: anAddress('10.0.0.1'),
  contacts: [],
  ...overrides,
});

/** A session that a supervisor has ended and whose client has not been notified yet. */
export const anEndedSession = (overrides: Partial<EndedSession> = {}): EndedSession => ({
  sessionId: 'session-1',
  signedInAt: someDay,
  cause: 'forced',
  isReported: false,
  ...overrides,
});

/** Ann of instance `demo`, in no team and signed out. */
export function anAgent({
  name,
  email,
  agentNumber,
  teamIds,
  securityProfileId,
  ...overrides
}: Partial<Agent & Profile> = {}): Agent {
  const agentId = overrides.agentId ?? 'ann';
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
    ...overrides,
  };
}

/** An agent who is signed in, from this address. */
export function online(
  agentId: string,
  { from = '10.0.0.1', ...overrides }: Partial<Agent & Profile> & { from?: string } = {},
) {
  return anAgent({ agentId, session: aSession({ ipAddress: anAddress(from) }), ...overrides });
}

/** Ann has signed in. */
export const anAgentEvent = (overrides: { sessionId?: string } = {}): AgentEvent => ({
  type: 'AgentSignedIn',
  ...ann,
  sessionId: 'session-1',
  status: 'Available',
  statusType: 'ROUTABLE',
  ...overrides,
});

/** A fact as the aggregate's first event. */
export const recorded = <Fact>(fact: Fact, overrides: Partial<Recorded<Fact>> = {}): Recorded<Fact> => ({
  eventId: 'demo/agent/ann/1',
  sequence: 1,
  at: someDay,
  fact,
  ...overrides,
});

/** An aggregate saved once, with nothing left to publish. */
export const stored = <State, Fact = never>(
  state: State,
  overrides: Partial<Stored<State, Fact>> = {},
): Stored<State, Fact> => ({
  state,
  version: 1,
  sequence: 0,
  outbox: [],
  ...overrides,
});
