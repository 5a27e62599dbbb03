import { toIso } from '#core/instant.ts';
import { type Agent, type Session, shownStatus } from '#core/sessions/agent.ts';
import { leaseEnds } from '#core/sessions/lease.ts';
import type { PendingLogout } from '#core/sessions/logout-order.ts';
import { writeIpAddress } from '../ip-text.ts';

/** An agent as the own API shows one. */
export const agentView = ({ agentId, profile, session }: Agent) => ({
  agentId,
  name: profile.name,
  email: profile.email,
  agentNumber: profile.agentNumber,
  teamIds: profile.teamIds,
  ...(profile.securityProfileId !== undefined && { securityProfileId: profile.securityProfileId }),
  session: session ? sessionView(session) : null,
});

const sessionView = (session: Session) => ({
  sessionId: session.sessionId,
  status: shownStatus(session),
  statusType: session.statusType,
  statusSince: toIso(session.statusSince),
  signedInAt: toIso(session.signedInAt),
  ipAddress: writeIpAddress(session.ipAddress),
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
  const isLeaving = session.lease?.leavesAt !== undefined;
  return { leaseExpiresAt: toIso(end), ...(isLeaving && { isLeaving }) };
}

const pendingLogoutView = ({ requestedAt, requestedBy, reason, message, jobId }: PendingLogout) => ({
  requestedAt: toIso(requestedAt),
  requestedBy,
  ...(reason !== undefined && { reason }),
  ...(message !== undefined && { message }),
  ...(jobId !== undefined && { jobId }),
});
