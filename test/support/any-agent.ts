import fc from 'fast-check';
import type { Agent, Contact, EndedSession, Session, SignedInAgent } from '#core/agents/agent.ts';
import { addressFromBytes } from '#core/agents/ip-range.ts';
import type { LogoutMark, LogoutOrder, PendingLogout } from '#core/agents/logout-order.ts';
import type { ForceLogout } from '#core/forced-logouts/logout-decision.ts';

/** Any address, IPv4 and IPv6 alike. */
export const anyAddress = fc
  .oneof(fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }), fc.array(fc.nat(255), { minLength: 16, maxLength: 16 }))
  .map(addressFromBytes);

export const anyChannel = fc.constantFrom('VOICE', 'CHAT', 'TASK');

/** Few names, so that two draws often agree. */
export const anyStatus = fc.constantFrom('Available', 'lunch', 'Break', 'In-call');
export const anyStatusType = fc.constantFrom('ROUTABLE', 'CUSTOM');
const anyTiming = fc.constantFrom('immediate', 'afterContact');
export const anyInstant = fc.integer({ min: 0, max: 4_000_000_000_000 });

/** An order that is not part of a job. */
const anyOrder: fc.Arbitrary<LogoutOrder> = fc.record(
  { requestedBy: fc.constantFrom('supervisor', 'api'), reason: fc.string(), message: fc.string() },
  { requiredKeys: ['requestedBy'] },
);

/** A forced logout of one agent that is not part of a job. */
export const anyForceLogout: fc.Arbitrary<ForceLogout> = fc.record({ order: anyOrder, timing: anyTiming });

/** One that waits until a deadline of some minutes. */
export const anyLogoutWithDeadline: fc.Arbitrary<ForceLogout> = fc
  .tuple(anyOrder, fc.integer({ min: 1, max: 30 }), fc.constantFrom('force' as const, 'giveUp' as const))
  .map(([order, minutes, onDeadline]) => ({
    timing: 'afterContact',
    order: { ...order, deadline: { minutes, onDeadline } },
  }));

/** A forced logout by one of a few jobs, in one of a few of its chunks. */
export const anyJobLogout = fc
  .tuple(anyForceLogout, fc.integer({ min: 1, max: 6 }), fc.constantFrom('0.0', '0.1', '1.0'))
  .map(([command, jobId, chunk]) => ({ ...command, order: { ...command.order, jobId }, chunk }));

const anyContacts: fc.Arbitrary<readonly Contact[]> = fc.uniqueArray(
  fc.record({ contactId: fc.constantFrom('c1', 'c2', 'c3', 'c4'), channel: anyChannel, beganAt: anyInstant }),
  { selector: ({ contactId }) => contactId, maxLength: 4 },
);

const anyPending: fc.Arbitrary<PendingLogout> = fc.record({ order: anyOrder, requestedAt: anyInstant });

const anySecretHash = fc.constantFrom('h1', 'h2', 'h3');

/** Any session without a lease. A logout is pending only while there is a contact. */
export const anySession: fc.Arbitrary<Session> = fc
  .record({
    session: fc.record(
      {
        sessionId: fc.constantFrom('s1', 's2', 's3'),
        signedInAt: anyInstant,
        status: anyStatus,
        statusType: anyStatusType,
        statusSince: anyInstant,
        ipAddress: anyAddress,
        contacts: anyContacts,
        secretHash: anySecretHash,
      },
      { requiredKeys: ['sessionId', 'signedInAt', 'status', 'statusType', 'statusSince', 'ipAddress', 'contacts'] },
    ),
    pendingLogout: fc.option(anyPending, { nil: undefined }),
  })
  .map(({ session, pendingLogout }) =>
    pendingLogout && session.contacts.length > 0 ? { ...session, pendingLogout } : session,
  );

const anyMarks: fc.Arbitrary<readonly LogoutMark[]> = fc.uniqueArray(
  fc.record({
    jobId: fc.integer({ min: 1, max: 6 }),
    chunk: fc.constantFrom('0.0', '0.1', '1.0'),
    outcome: fc.constantFrom(
      { type: 'alreadySignedOut' as const },
      { type: 'loggedOut' as const, previousStatus: 'lunch', contacts: 0 },
      { type: 'deferred' as const, previousStatus: 'In-call', contacts: 1 },
    ),
  }),
  { selector: ({ jobId }) => jobId, maxLength: 4 },
);

const anyEndedSession: fc.Arbitrary<EndedSession> = fc.record(
  {
    sessionId: fc.constantFrom('s1', 's2', 's3'),
    secretHash: anySecretHash,
    signedInAt: anyInstant,
    cause: fc.constantFrom('forced', 'signedOut', 'leaseExpired', 'replaced'),
    isReported: fc.boolean(),
  },
  { requiredKeys: ['sessionId', 'signedInAt', 'cause', 'isReported'] },
);

const anySignedOutAgent: fc.Arbitrary<Agent> = fc.record(
  {
    instanceId: fc.constant('acme'),
    agentId: fc.constantFrom('ann', 'bob'),
    profile: fc.record({
      name: fc.string(),
      email: fc.string(),
      agentNumber: fc.string(),
      teamIds: fc.subarray(['t1', 't2', 't3']),
    }),
    logoutMarks: anyMarks,
    endedSessions: fc.array(anyEndedSession, { maxLength: 2 }),
    signInLock: fc.record({ lockId: fc.constantFrom('lock-1', 'lock-2'), until: anyInstant }),
  },
  { requiredKeys: ['instanceId', 'agentId', 'profile', 'endedSessions', 'logoutMarks'] },
);

/** Any agent who is signed in: idle, busy, or busy with a pending logout. */
export const anySignedInAgent: fc.Arbitrary<SignedInAgent> = fc
  .tuple(anySignedOutAgent, anySession)
  .map(([agent, session]) => ({ ...agent, session }));

/** Any agent with a lease of two minutes and a heartbeat at instant 0. */
export const anyLeasedAgent: fc.Arbitrary<SignedInAgent> = anySignedInAgent.map((agent) => ({
  ...agent,
  session: { ...agent.session, lease: { seconds: 120, lastSeenAt: 0 } },
}));

/** Any agent, signed in or not. */
export const anyAgent: fc.Arbitrary<Agent> = fc.oneof(anySignedOutAgent, anySignedInAgent);
