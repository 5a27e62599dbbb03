import * as z from 'zod/mini';
import type { AuditEntry, AuditTrail } from '#core/audit/ports.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';

/** Where an entry sorts among all. */
const placeOf = ({ at, eventId }: AuditEntry) => `${String(at).padStart(13, '0')}#${eventId}`;

/** Keeps the audit in memory. */
export function makeMemoryAuditTrail(): AuditTrail {
  const kept = new Map<string, AuditEntry>();
  return {
    async record(entry) {
      const place = placeOf(entry);
      if (!kept.has(place)) kept.set(place, entry);
    },

    async page(instanceId, query, { limit, cursor }) {
      const { agentId, jobId, from = 0, to = Number.POSITIVE_INFINITY } = query;
      const list = JSON.stringify([instanceId, query]);
      const before = cursor === undefined ? undefined : decodeCursor(list, z.string(), cursor);
      const all = [...kept.values()]
        .filter((entry) => entry.instanceId === instanceId && entry.at >= from && entry.at < to)
        .filter((entry) => agentId === undefined || entry.agentId === agentId)
        .filter((entry) => jobId === undefined || entry.jobId === jobId)
        .sort((one, other) => (placeOf(one) > placeOf(other) ? -1 : 1))
        .filter((entry) => before === undefined || placeOf(entry) < before);
      const entries = all.slice(0, limit);
      const last = entries.at(-1);
      return { entries, ...(last && all.length > limit && { cursor: encodeCursor(list, placeOf(last)) }) };
    },
  };
}
