import fc from 'fast-check';
import type { Agent, Contact, EndedSession, Session, SignedInAgent } from '#core/sessions/agent.ts';
import type { ForceLogout } from '#core/sessions/forced-logout.ts';
import { addressFromBytes } from '#core/sessions/ip-range.ts';
import type { LogoutMark, LogoutOrder, PendingLogout } from '#core/sessions/logout-order.ts';

/** Any address, IPv4 and IPv6 alike. */
export const anyAddress = fc
  .oneof(
    fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 }),
    fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 16, maxLength: 16 }),
  )
  .map(addressFromBytes);

export const anyChannel = fc.constantFrom('VOICE', 'CHAT', 'TASK');

/** Few names, so that two draws often agree. */
export const anyStatus = fc.constantFrom('Available', 'lunch', 'Break', 'In-call');
export const anyStatusType = fc.constantFrom('ROUTABLE', 'CUSTOM');
const anyTiming = fc.constantFrom('immediate', 'afterContact');
export const anyInstant = fc.integer({ min: 0, max: 4_000_000_000_000 });

/** Who orders a logout, outside of any job. */
const anyOrder: fc.Arbitrary<LogoutOrder> = fc.record(
  { requestedBy: fc.constantFrom('supervisor', 'api'), reason: fc.string(), message: fc.string() },
  { requiredKeys: ['requestedBy'] },
);

/** A forced logout of one agent that is no part of a job. */
export const anyForceLogout: fc.Arbitrary<ForceLogout> = fc
  .tuple(anyOrder, anyTiming)
  .map(([order, timing]) => ({ ...order, timing }));

/** A forced logout by one of a few jobs, in one of a few of its chunks. */
export const anyJobLogout = fc
  .tuple(anyForceLogout, fc.integer({ min: 1, max: 6 }), fc.constantFrom('0.0', '0.1', '1.0'))
  .map(([command, jobId, chunk]) => ({ ...command, jobId, chunk }));

const anyContacts: fc.Arbitrary<readonly Contact[]> = fc.uniqueArray(
  fc.record({ contactId: fc.constantFrom('c1', 'c2', 'c3', 'c4'), channel: anyChannel, beganAt: anyInstant }),
  { selector: ({ contactId }) => contactId, maxLength: 4 },
);

const anyPending: fc.Arbitrary<PendingLogout> = fc
  .tuple(anyOrder, anyInstant)
  .map(([order, requestedAt]) => ({ ...order, requestedAt }));

const anySecretHash = fc.constantFrom('h1', 'h2', 'h3');

/** Any session there can be that lasts until it is ended: a logout waits in it only while there is a contact. */
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
    cause: fc.constantFrom(257, 258, 263, 264),
    isTold: fc.boolean(),
  },
  { requiredKeys: ['sessionId', 'signedInAt', 'cause', 'isTold'] },
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
    turn: fc.record({ turnId: fc.constantFrom('turn-1', 'turn-2'), until: anyInstant }),
  },
  { requiredKeys: ['instanceId', 'agentId', 'profile', 'endedSessions', 'logoutMarks'] },
);

/** Any agent who is signed in: idle, busy, or busy with a logout waiting. */
export const anySignedInAgent: fc.Arbitrary<SignedInAgent> = fc
  .tuple(anySignedOutAgent, anySession)
  .map(([agent, session]) => ({ ...agent, session }));

/** Any agent whose session lasts two minutes beyond the latest word of its client, at instant 0. */
export const anyLeasedAgent: fc.Arbitrary<SignedInAgent> = anySignedInAgent.map((agent) => ({
  ...agent,
  session: { ...agent.session, lease: { seconds: 120, heardAt: 0 } },
}));

/** Any agent there can be. */
export const anyAgent: fc.Arbitrary<Agent> = fc.oneof(anySignedOutAgent, anySignedInAgent);
