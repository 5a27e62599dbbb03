import fc from 'fast-check';
import type { Agent, EndedSession, LeftSession, Session } from '#core/agents/agent.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import type { LogoutMark, LogoutOutcome } from '#core/agents/logout-order.ts';
import type { Recorded, Stored } from '#core/change.ts';
import { anyAddress, anyChannel, anyStatusType } from './any-agent.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const id = fc.stringMatching(/^[A-Za-z0-9_.-]{1,12}$/);
const count = fc.nat(1_000);
const instant = fc.integer({ min: 0, max: Date.UTC(2100, 0) });

const deadline = fc.record({
  minutes: fc.integer({ min: 1, max: 1440 }),
  onDeadline: fc.constantFrom('force' as const, 'giveUp' as const),
});

const order = fc.record(
  { requestedBy: id, reason: text, message: text, jobId: count, deadline, holdMinutes: count },
  { requiredKeys: ['requestedBy'] },
);
const contact = fc.record(
  { contactId: id, channel: anyChannel, beganAt: instant, asOf: count },
  { requiredKeys: ['contactId', 'channel', 'beganAt'] },
);
const cause = fc.constantFrom('forced' as const, 'signedOut' as const, 'leaseExpired' as const, 'replaced' as const);

const lease = fc.record(
  {
    seconds: count,
    lastSeenAt: instant,
    previouslySeenAt: instant,
    sentAt: instant,
    leavesAt: instant,
    contactGraceSeconds: count,
  },
  { requiredKeys: ['seconds', 'lastSeenAt'] },
);

const anyMode = fc.constantFrom('dryRun' as const, 'on' as const);
const rules = fc.record(
  {
    lookAt: instant,
    missed: fc.record(
      {
        number: count,
        answeredAt: instant,
        misses: fc.array(fc.record({ mark: fc.stringMatching(/^[0-9a-z]{7}$/), at: instant }), { maxLength: 3 }),
      },
      { requiredKeys: ['number', 'misses'] },
    ),
    told: fc.array(fc.record({ occasion: text, mode: anyMode }), { maxLength: 2 }),
    ending: fc.array(fc.record({ contactId: id, channel: anyChannel, reason: text, checkAt: instant, checks: count }), {
      maxLength: 2,
    }),
  },
  { requiredKeys: ['told', 'ending'] },
);

const session: fc.Arbitrary<Session> = fc.record(
  {
    sessionId: id,
    signedInAt: instant,
    status: text,
    statusType: anyStatusType,
    statusSince: instant,
    ipAddress: anyAddress,
    contacts: fc.array(contact, { maxLength: 3 }),
    lastContactEndedAt: instant,
    leavesForGood: fc.constant(true as const),
    lease,
    secretHash: id,
    connections: fc.array(id, { minLength: 1, maxLength: 3 }),
    pendingLogout: fc.record(
      { order, requestedAt: instant, stage: fc.constantFrom('warned' as const, 'due' as const, 'hold' as const) },
      { requiredKeys: ['order', 'requestedAt'] },
    ),
    rules,
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
    cause: fc.oneof(cause, fc.constant('client' as const)),
    order,
    isReported: fc.boolean(),
    chosen: fc.record({ status: text, statusType: anyStatusType }),
    connections: fc.array(id, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['sessionId', 'signedInAt', 'cause', 'isReported'] },
);

const leftSession: fc.Arbitrary<LeftSession> = fc
  .record({ left: session, lease, endedAt: instant })
  .map(({ left, ...rest }) => ({ session: { ...left, lease: rest.lease }, endedAt: rest.endedAt }));

const outcome = fc.oneof(
  ...(['loggedOut', 'deferred', 'signedInLater'] as const).map((type) =>
    fc.record(
      {
        type: fc.constant(type),
        previousStatus: text,
        contacts: count,
        losesAfterContactWork: fc.constant(true as const),
        notStopped: fc.array(id, { minLength: 1, maxLength: 2 }),
      },
      { requiredKeys: ['type', 'previousStatus', 'contacts'] },
    ),
  ),
  ...(['alreadySignedOut', 'unknownAgent', 'countedElsewhere'] as const).map((type) =>
    fc.record({ type: fc.constant(type) }),
  ),
) satisfies fc.Arbitrary<LogoutOutcome>;

const mark: fc.Arbitrary<LogoutMark> = fc.record({ jobId: count, chunk: id, outcome });

const eventPart = fc.oneof(
  fc.record({ type: fc.constant('AgentSignedIn' as const), sessionId: id, status: text, statusType: anyStatusType }),
  fc.record({ type: fc.constant('AgentStatusChanged' as const), sessionId: id, previousStatus: text, status: text }),
  fc.record(
    {
      type: fc.constant('AgentLogoutDeferred' as const),
      sessionId: id,
      order,
      status: text,
      contactIds: fc.array(id, { maxLength: 3 }),
      deadlineAt: instant,
    },
    { requiredKeys: ['type', 'sessionId', 'order', 'status', 'contactIds'] },
  ),
  fc.record({ type: fc.constant('AgentLogoutDeadlineNear' as const), sessionId: id, order, deadlineAt: instant }),
  fc.record(
    {
      type: fc.constantFrom('AgentLogoutCancelled' as const, 'AgentLogoutNotCancelled' as const),
      sessionId: id,
      order,
      cause: fc.constantFrom('deadline' as const, 'cancelled' as const),
      cancelledBy: id,
    },
    { requiredKeys: ['type', 'sessionId', 'order', 'cause'] },
  ),
  fc.record({
    type: fc.constant('ContactReleased' as const),
    sessionId: id,
    contactId: id,
    channel: anyChannel,
  }),
  fc.record(
    {
      type: fc.constant('RuleMatched' as const),
      sessionId: id,
      rule: fc.constantFrom('missedContacts' as const, 'minutesInStatus' as const, 'longContact' as const),
      mode: anyMode,
      teamId: id,
      reason: text,
      contactId: id,
      channel: anyChannel,
    },
    { requiredKeys: ['type', 'sessionId', 'rule', 'mode', 'teamId', 'reason'] },
  ),
  fc.record({
    type: fc.constant('ContactStopped' as const),
    sessionId: id,
    contactId: id,
    channel: anyChannel,
    order,
  }),
  fc.record({
    type: fc.constant('ContactNotStopped' as const),
    sessionId: id,
    contactId: id,
    channel: anyChannel,
    order,
    because: fc.constantFrom('notStoppable' as const, 'refused' as const, 'goesOn' as const),
  }),
  fc
    .tuple(
      fc.record(
        {
          type: fc.constant('AgentSignedOut' as const),
          sessionId: id,
          order,
          previousStatus: text,
          releasedContactIds: fc.array(id, { maxLength: 3 }),
        },
        { requiredKeys: ['type', 'sessionId', 'previousStatus', 'releasedContactIds'] },
      ),
      fc.oneof(
        fc.record({ cause }),
        fc.record({ cause: fc.constant('client' as const), clientCause: fc.integer({ min: 1, max: 255 }) }),
      ),
    )
    .map(([signedOut, why]) => ({ ...signedOut, ...why })),
);

const endedContact = fc.record(
  { mark: fc.stringMatching(/^[0-9a-z]{7}$/), endedMinute: fc.nat(36 ** 5 - 1), asOf: count },
  { requiredKeys: ['mark', 'endedMinute'] },
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
        protected: fc.boolean(),
      },
      { requiredKeys: ['name', 'email', 'agentNumber', 'teamIds'] },
    ),
    logoutMarks: fc.array(mark, { maxLength: 4 }),
    session,
    endedSessions: fc.array(endedSession, { maxLength: 3 }),
    leftSession,
    signInLock: fc.record({ lockId: id, until: instant }),
    hold: fc.record({ until: instant, sessionId: id, order, returns: count }),
    signedOutAt: instant,
    deletedAt: instant,
    endedContacts: fc.array(endedContact, { minLength: 1, maxLength: 8 }),
  },
  { requiredKeys: ['instanceId', 'agentId', 'profile', 'endedSessions', 'logoutMarks'] },
);

/** Any agent that a store may have to save, with any optional attributes and any events left to publish. */
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
      wakeUpAt: instant,
    },
    { requiredKeys: ['state', 'version', 'sequence', 'outbox'] },
  );
});
