import * as z from 'zod/mini';
import type { AuditEntry } from '#core/audit/ports.ts';
import { origin } from './fields.ts';

/** The order of an event, as far as the audit keeps it. The message to the agent is not for the record, and may name people. */
const orderShape = z.object({
  requestedBy: z.string(),
  from: z.exactOptional(origin),
  reason: z.exactOptional(z.string()),
  jobId: z.exactOptional(z.number()),
  scheduleId: z.exactOptional(z.string()),
  deadline: z.exactOptional(z.looseObject({})),
  holdMinutes: z.exactOptional(z.number()),
});

const detail = z.looseObject({
  eventId: z.string(),
  sequence: z.number(),
  at: z.pipe(z.iso.datetime(), z.transform(Date.parse)),
  instanceId: z.string(),
  type: z.string(),
  order: z.exactOptional(orderShape),
  agentId: z.exactOptional(z.string()),
  jobId: z.exactOptional(z.number()),
});

const published = z.object({ source: z.literal('lastcall'), detail });

/** What a request says that means one agent and nobody else. */
const oneAgent = z.object({
  selection: z.strictObject({
    agents: z.literal(1),
    agentIds: z.tuple([z.string()]),
    callerTeamIds: z.exactOptional(z.array(z.string())),
  }),
});

/** What is deleted has no order any more. */
const deletionOf = ({ deletedBy, deletedFrom }: Readonly<Record<string, unknown>>) =>
  orderShape.parse({ requestedBy: deletedBy, ...(deletedFrom !== undefined && { from: deletedFrom }) });

/** What the audit keeps of an event from the bus that says who asked. @throws ZodError when it is anything else */
export function parseAuditEvent(event: unknown): AuditEntry {
  const { eventId, at, instanceId, type, sequence: _, ...fact } = published.parse(event).detail;
  const { order = deletionOf(fact), agentId, ...others } = fact;
  const { requestedBy, from, reason, jobId: jobOfOrder, ...conditions } = order;
  const { jobId = jobOfOrder, ...details } = others;
  const aboutAgent = agentId ?? oneAgent.safeParse(details).data?.selection.agentIds[0];
  return {
    instanceId,
    eventId,
    at,
    type,
    requestedBy,
    ...(from && { from }),
    ...(reason !== undefined && { reason }),
    ...(aboutAgent !== undefined && { agentId: aboutAgent }),
    ...(jobId !== undefined && { jobId }),
    details: { ...details, ...conditions },
  };
}
