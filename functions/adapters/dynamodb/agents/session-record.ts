import * as z from 'zod/mini';
import type { Lease, Session } from '#core/sessions/agent.ts';
import type { IpAddress } from '#core/sessions/ip-range.ts';
import type { LogoutMark, PendingLogout } from '#core/sessions/logout-order.ts';
import { texts } from '../../texts.ts';

export const statusType = z.enum(['ROUTABLE', 'CUSTOM']);
export const channel = z.enum(['VOICE', 'CHAT', 'TASK']);

/** What a logout order may say besides who gave it. */
export const orderParts = {
  reason: z.exactOptional(z.string()),
  message: z.exactOptional(z.string()),
  jobId: z.exactOptional(z.number()),
};

const pendingShape = z.object({ requestedBy: z.string(), requestedAt: z.number(), ...orderParts });

/** A session but for its address, which is the sort key of the index and lies beside it. Short names: see `agentItem`. */
export const sessionShape = z.object({
  id: z.string(),
  in: z.number(),
  st: z.string(),
  ty: statusType,
  ss: z.number(),
  /** Contacts: id, channel, when it began. */
  co: z.readonly(z.array(z.tuple([z.string(), channel, z.number()]))),
  /** Lease: seconds, heard at. A heartbeat moves the latter on where it lies. */
  ls: z.exactOptional(z.tuple([z.number(), z.number()])),
  /** Of the lease: what the client said last by its own time, when it leaves, how long a contact holds off the end. */
  sa: z.exactOptional(z.number()),
  lv: z.exactOptional(z.number()),
  gr: z.exactOptional(z.number()),
  /** The hash of the client's secret. */
  sh: z.exactOptional(z.string()),
  /** WebSockets. */
  ws: z.exactOptional(texts),
  pl: z.exactOptional(pendingShape),
});
export type SessionRecord = z.output<typeof sessionShape>;

export const toSessionRecord = (session: Session): SessionRecord => ({
  id: session.sessionId,
  in: session.signedInAt,
  st: session.status,
  ty: session.statusType,
  ss: session.statusSince,
  co: session.contacts.map(({ contactId, channel, beganAt }) => [contactId, channel, beganAt]),
  ...(session.lease && leaseRecord(session.lease)),
  ...(session.secretHash !== undefined && { sh: session.secretHash }),
  ...(session.connections && { ws: session.connections }),
  ...(session.pendingLogout && { pl: session.pendingLogout satisfies PendingLogout }),
});

export const fromSessionRecord = (record: SessionRecord, ipAddress: IpAddress): Session => ({
  sessionId: record.id,
  signedInAt: record.in,
  status: record.st,
  statusType: record.ty,
  statusSince: record.ss,
  ipAddress,
  contacts: record.co.map(([contactId, channel, beganAt]) => ({ contactId, channel, beganAt })),
  ...(record.ls && { lease: leaseOf(record, record.ls) }),
  ...(record.sh !== undefined && { secretHash: record.sh }),
  ...(record.ws && { connections: record.ws }),
  ...(record.pl && { pendingLogout: record.pl }),
});

const leaseRecord = ({ seconds, heardAt, saidAt, leavesAt, contactGraceSeconds }: Lease) => ({
  ls: [seconds, heardAt] satisfies SessionRecord['ls'],
  ...(saidAt !== undefined && { sa: saidAt }),
  ...(leavesAt !== undefined && { lv: leavesAt }),
  ...(contactGraceSeconds !== undefined && { gr: contactGraceSeconds }),
});

const leaseOf = ({ sa, lv, gr }: SessionRecord, [seconds, heardAt]: readonly [number, number]): Lease => ({
  seconds,
  heardAt,
  ...(sa !== undefined && { saidAt: sa }),
  ...(lv !== undefined && { leavesAt: lv }),
  ...(gr !== undefined && { contactGraceSeconds: gr }),
});

/** A logout mark: job, chunk, outcome, and of a logout that took place the status before and the number of contacts. */
export const markShape = z.union([
  z.tuple([z.number(), z.string(), z.enum(['loggedOut', 'deferred', 'signedInLater']), z.string(), z.number()]),
  z.tuple([z.number(), z.string(), z.enum(['alreadySignedOut', 'unknownAgent', 'countedElsewhere'])]),
]);
export type MarkRecord = z.output<typeof markShape>;

export const toMarkRecord = ({ jobId, chunk, outcome }: LogoutMark): MarkRecord =>
  'previousStatus' in outcome
    ? [jobId, chunk, outcome.type, outcome.previousStatus, outcome.contacts]
    : [jobId, chunk, outcome.type];

export function fromMarkRecord(record: MarkRecord): LogoutMark {
  if (record.length === 3) return { jobId: record[0], chunk: record[1], outcome: { type: record[2] } };
  const [jobId, chunk, type, previousStatus, contacts] = record;
  return { jobId, chunk, outcome: { type, previousStatus, contacts } };
}
