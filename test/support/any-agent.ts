import fc from 'fast-check';
import type { Recorded, Stored } from '#core/commit.ts';
import type { Agent, EndedSession, LeftSession, Session } from '#core/sessions/agent.ts';
import type { AgentEvent } from '#core/sessions/events.ts';
import { addressFromBytes } from '#core/sessions/ip-range.ts';
import type { LogoutMark, LogoutOutcome } from '#core/sessions/logout-order.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const id = fc.stringMatching(/^[A-Za-z0-9_.-]{1,12}$/);
const count = fc.nat(1_000);
const instant = fc.integer({ min: 0, max: Date.UTC(2100, 0) });
const statusType = fc.constantFrom('ROUTABLE' as const, 'CUSTOM' as const);

const address = fc
  .oneof(fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }), fc.array(fc.nat(255), { minLength: 16, maxLength: 16 }))
  .map(addressFromBytes);

const order = { requestedBy: id, reason: text, message: text, jobId: count };
const contactChannel = fc.constantFrom('VOICE' as const, 'CHAT' as const, 'TASK' as const);
const contact = fc.record({
  contactId: id,
  channel: contactChannel,
  beganAt: instant,
});

const lease = fc.record(
  { seconds: count, heardAt: instant, saidAt: instant, leavesAt: instant, contactGraceSeconds: count },
  { requiredKeys: ['seconds', 'heardAt'] },
);

const session: fc.Arbitrary<Session> = fc.record(
  {
    sessionId: id,
    signedInAt: instant,
    status: text,
    statusType,
    statusSince: instant,
    ipAddress: address,
    contacts: fc.array(contact, { maxLength: 3 }),
    lease,
    secretHash: id,
    connections: fc.array(id, { minLength: 1, maxLength: 3 }),
    pendingLogout: fc.record({ ...order, requestedAt: instant }, { requiredKeys: ['requestedBy', 'requestedAt'] }),
  },
  {
    requiredKeys: ['sessionId', 'signedInAt', 'status', 'statusType', 'statusSince', 'ipAddress', 'contacts'],
  },
);

const endedSession: fc.Arbitrary<EndedSession> = fc.record(
  {
    sessionId: id,
    secretHash: id,
    signedInAt: instant,
    cause: count,
    reason: text,
    message: text,
    isTold: fc.boolean(),
    connections: fc.array(id, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['sessionId', 'signedInAt', 'cause', 'isTold'] },
);

const leftSession: fc.Arbitrary<LeftSession> = fc
  .record({ left: session, lease, endedAt: instant })
  .map(({ left, ...rest }) => ({ session: { ...left, lease: rest.lease }, endedAt: rest.endedAt }));

const outcome = fc.oneof(
  ...(['loggedOut', 'deferred', 'signedInLater'] as const).map((type) =>
    fc.record({ type: fc.constant(type), previousStatus: text, contacts: count }),
  ),
  ...(['alreadySignedOut', 'unknownAgent', 'countedElsewhere'] as const).map((type) =>
    fc.record({ type: fc.constant(type) }),
  ),
) satisfies fc.Arbitrary<LogoutOutcome>;

const mark: fc.Arbitrary<LogoutMark> = fc.record({ jobId: count, chunk: id, outcome });

const eventPart = fc.oneof(
  fc.record({ type: fc.constant('AgentSignedIn' as const), sessionId: id, status: text, statusType }),
  fc.record({ type: fc.constant('AgentStatusChanged' as const), sessionId: id, previousStatus: text, status: text }),
  fc.record(
    {
      type: fc.constant('AgentLogoutDeferred' as const),
      sessionId: id,
      ...order,
      status: text,
      contactIds: fc.array(id, { maxLength: 3 }),
    },
    { requiredKeys: ['type', 'sessionId', 'requestedBy', 'status', 'contactIds'] },
  ),
  fc.record({
    type: fc.constant('ContactReleased' as const),
    sessionId: id,
    contactId: id,
    channel: contactChannel,
  }),
  fc.record(
    {
      type: fc.constant('AgentLoggedOut' as const),
      sessionId: id,
      ...order,
      cause: fc.integer({ min: 1, max: 300 }),
      previousStatus: text,
      releasedContactIds: fc.array(id, { maxLength: 3 }),
    },
    { requiredKeys: ['type', 'sessionId', 'cause', 'previousStatus', 'releasedContactIds'] },
  ),
);

const agent: fc.Arbitrary<Agent> = fc.record(
  {
    instanceId: fc.constantFrom('demo', 'other'),
    agentId: id,
    profile: fc.record(
      {
        name: text,
        email: text,
        agentNumber: text,
        teamIds: fc.uniqueArray(id, { maxLength: 3 }),
        securityProfileId: id,
      },
      { requiredKeys: ['name', 'email', 'agentNumber', 'teamIds'] },
    ),
    logoutMarks: fc.array(mark, { maxLength: 4 }),
    session,
    endedSessions: fc.array(endedSession, { maxLength: 3 }),
    leftSession,
    turn: fc.record({ turnId: id, until: instant }),
  },
  { requiredKeys: ['instanceId', 'agentId', 'profile', 'endedSessions', 'logoutMarks'] },
);

/** Any agent as a store may be given it: signed in or not, with whatever is left to publish. */
export const anyStoredAgent: fc.Arbitrary<Stored<Agent, AgentEvent>> = agent.chain((state) => {
  const { instanceId, agentId } = state;
  const event: fc.Arbitrary<Recorded<AgentEvent>> = fc
    .record({ sequence: fc.integer({ min: 1, max: 1_000 }), at: instant, part: eventPart })
    .map(({ sequence, at, part }) => ({
      eventId: `${instanceId}/agent/${agentId}/${sequence}`,
      sequence,
      at,
      fact: { ...part, instanceId, agentId },
    }));
  return fc.record(
    {
      state: fc.constant(state),
      version: count,
      sequence: count,
      outbox: fc.array(event, { maxLength: 3 }),
      alarmAt: instant,
    },
    { requiredKeys: ['state', 'version', 'sequence', 'outbox'] },
  );
});
