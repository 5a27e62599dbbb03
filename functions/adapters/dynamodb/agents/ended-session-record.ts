import * as z from 'zod/mini';
import type { EndedSession } from '#core/sessions/agent.ts';
import { texts } from '../../texts.ts';

/** A session that is over. Short names: see `agentItem`. */
export const endedSessionShape = z.object({
  id: z.string(),
  in: z.number(),
  /** Why it ended: cause, reason, message. */
  ca: z.number(),
  re: z.exactOptional(z.string()),
  me: z.exactOptional(z.string()),
  /** Its client was told. */
  to: z.exactOptional(z.literal(true)),
  /** The hash of the client's secret. */
  sh: z.exactOptional(z.string()),
  /** WebSockets. */
  ws: z.exactOptional(texts),
});
type EndedSessionRecord = z.output<typeof endedSessionShape>;

export const toEndedSessionRecord = (ended: EndedSession): EndedSessionRecord => ({
  id: ended.sessionId,
  in: ended.signedInAt,
  ca: ended.cause,
  ...(ended.reason !== undefined && { re: ended.reason }),
  ...(ended.message !== undefined && { me: ended.message }),
  ...(ended.isTold && { to: true }),
  ...(ended.secretHash !== undefined && { sh: ended.secretHash }),
  ...(ended.connections && { ws: ended.connections }),
});

export const fromEndedSessionRecord = (record: EndedSessionRecord): EndedSession => ({
  sessionId: record.id,
  signedInAt: record.in,
  cause: record.ca,
  ...(record.re !== undefined && { reason: record.re }),
  ...(record.me !== undefined && { message: record.me }),
  isTold: record.to ?? false,
  ...(record.sh !== undefined && { secretHash: record.sh }),
  ...(record.ws && { connections: record.ws }),
});
