import { parseAuditEvent } from '#adapters/codec/audit-event.ts';
import { audit } from '#runtime/compose/audit.ts';
import { event } from '#runtime/event.ts';

/** Records in the audit what an event says of who asked for what. */
export const handler = event({
  parse: parseAuditEvent,
  work: audit.recordAudit,
  idsOf: ({ eventId }) => ({ eventId }),
});
