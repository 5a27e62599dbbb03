import type { AuditEntry, AuditPage, AuditQuery, AuditTrail } from './ports.ts';

interface Ports {
  readonly audit: AuditTrail;
}

/** Look-ups for one answer; rare entries give a short page with a cursor rather than a long wait. */
const lookupsPerPage = 10;

export type AuditUseCases = ReturnType<typeof makeAuditUseCases>;

/** The record of who asked for what, and of what became of it. */
export const makeAuditUseCases = ({ audit }: Ports) => ({
  /** Keeps what an event says. Events may come late, twice and in any order. */
  recordAudit: (entry: AuditEntry): Promise<void> => audit.record(entry),

  /** Lists entries, the newest first, a page at a time. */
  async listAudit(
    instanceId: string,
    query: AuditQuery,
    { limit, cursor }: { readonly limit: number; readonly cursor?: string },
  ): Promise<AuditPage> {
    const entries: AuditEntry[] = [];
    let next = cursor;
    for (let lookups = 0; lookups < lookupsPerPage && entries.length < limit; lookups += 1) {
      const page = { limit: limit - entries.length, ...(next !== undefined && { cursor: next }) };
      const found = await audit.page(instanceId, query, page);
      entries.push(...found.entries);
      next = found.cursor;
      if (next === undefined) break;
    }
    return { entries, ...(next !== undefined && { cursor: next }) };
  },
});
