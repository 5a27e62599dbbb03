import * as z from 'zod/mini';
import type { LastSession } from '#core/sessions/agent.ts';

/** A session that is over: id, when it began, why it ended, whether its client was told, and the hash of its secret. */
export const lastSessionShape = z.tuple([z.string(), z.number(), z.number(), z.boolean(), z.exactOptional(z.string())]);
type LastSessionRecord = z.output<typeof lastSessionShape>;

export function toLastSessionRecord(last: LastSession): LastSessionRecord {
  const { sessionId, signedInAt, cause, isTold, secretHash } = last;
  if (secretHash === undefined) return [sessionId, signedInAt, cause, isTold];
  return [sessionId, signedInAt, cause, isTold, secretHash];
}

export function fromLastSessionRecord(record: LastSessionRecord): LastSession {
  const [sessionId, signedInAt, cause, isTold, secretHash] = record;
  return { sessionId, signedInAt, cause, isTold, ...(secretHash !== undefined && { secretHash }) };
}
