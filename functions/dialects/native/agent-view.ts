import * as z from 'zod';
import { type Agent, type Session, shownStatus } from '#core/agents/agent.ts';
import { deadlineOf } from '#core/agents/deadline.ts';
import { unknownAddress } from '#core/agents/ip-range.ts';
import { leaseEnds } from '#core/agents/lease.ts';
import type { PendingLogout } from '#core/agents/logout-order.ts';
import { toIso } from '#core/instant.ts';
import { instant } from '../fields.ts';
import { writeIpAddress } from '../ip-text.ts';

const sessionAnswer = z.strictObject({
  sessionId: z.string(),
  status: z.string(),
  statusType: z.enum(['ROUTABLE', 'CUSTOM']),
  statusSince: instant,
  signedInAt: instant,
  /** Absent as long as it is not known: until the first heartbeat of the agent's page. */
  ipAddress: z.string().optional(),
  contacts: z.array(
    z.strictObject({ contactId: z.string(), channel: z.enum(['VOICE', 'CHAT', 'TASK']), beganAt: instant }),
  ),
  leaseExpiresAt: instant.optional(),
  isLeaving: z.boolean().optional(),
  pendingLogout: z
    .strictObject({
      requestedAt: instant,
      requestedBy: z.string(),
      reason: z.string().optional(),
      message: z.string().optional(),
      jobId: z.int().optional(),
      deadlineAt: instant.optional(),
      onDeadline: z.enum(['force', 'giveUp']).optional(),
    })
    .optional(),
});

/** The body of an answer that shows an agent. */
export const agentAnswer = z.strictObject({
  agentId: z.string(),
  name: z.string(),
  email: z.string(),
  agentNumber: z.string(),
  teamIds: z.array(z.string()),
  securityProfileId: z.string().optional(),
  /** Left alone by forced logouts that do not name the agent. */
  protected: z.literal(true).optional(),
  /** When an import found that Amazon Connect has no such user any more. */
  deletedAt: instant.optional(),
  /** After a forced logout the agent cannot sign in before. An instant that has passed holds nobody. */
  heldUntil: instant.optional(),
  session: sessionAnswer.nullable(),
});

/** An agent as the own API shows one. */
export const agentView = ({ agentId, profile, session, deletedAt, hold }: Agent): z.input<typeof agentAnswer> => ({
  agentId,
  name: profile.name,
  email: profile.email,
  agentNumber: profile.agentNumber,
  teamIds: [...profile.teamIds],
  ...(profile.securityProfileId !== undefined && { securityProfileId: profile.securityProfileId }),
  ...(profile.protected && { protected: true }),
  // Whoever is at work exists, whatever the last import found.
  ...(deletedAt !== undefined && !session && { deletedAt: toIso(deletedAt) }),
  ...(hold && { heldUntil: toIso(hold.until) }),
  session: session ? sessionView(session) : null,
});

const sessionView = (session: Session) => ({
  sessionId: session.sessionId,
  status: shownStatus(session),
  statusType: session.statusType,
  statusSince: toIso(session.statusSince),
  signedInAt: toIso(session.signedInAt),
  ...(session.ipAddress !== unknownAddress && { ipAddress: writeIpAddress(session.ipAddress) }),
  contacts: session.contacts.map(({ contactId, channel, beganAt }) => ({
    contactId,
    channel,
    beganAt: toIso(beganAt),
  })),
  ...leaseView(session),
  ...(session.pendingLogout && { pendingLogout: pendingLogoutView(session.pendingLogout) }),
});

function leaseView(session: Session) {
  const end = leaseEnds(session);
  if (end === undefined) return {};
  const isLeaving = session.lease?.leavesAt !== undefined || session.leavesForGood === true;
  return { leaseExpiresAt: toIso(end), ...(isLeaving && { isLeaving }) };
}

function pendingLogoutView(pending: PendingLogout) {
  const { requestedBy, reason, message, jobId, deadline } = pending.order;
  const deadlineAt = deadlineOf(pending);
  return {
    requestedAt: toIso(pending.requestedAt),
    requestedBy,
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message }),
    ...(jobId !== undefined && { jobId }),
    ...(deadlineAt !== undefined && { deadlineAt: toIso(deadlineAt) }),
    ...(deadline && { onDeadline: deadline.onDeadline }),
  };
}
