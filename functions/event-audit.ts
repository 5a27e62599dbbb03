import { parseAuditEvent } from '#adapters/codec/audit-event.ts';
import { audit } from '#runtime/compose/audit.ts';
import { event } from '#runtime/event.ts';

/** Records in the audit who asked for what an event tells of. */
export const handler = event({
  parse: parseAuditEvent,
  work: audit.recordAudit,
  idsOf: ({ eventId }) => ({ eventId }),
});
