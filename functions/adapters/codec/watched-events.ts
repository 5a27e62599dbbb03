import * as z from 'zod/mini';
import type { Subject, WatchedEvent } from '#core/supervisors/change.ts';
import { texts } from './fields.ts';

const envelope = { eventId: z.string(), at: z.string(), instanceId: z.string() };

const ofAgent = z.object({ ...envelope, agentId: z.string() });
const ofJob = z.object({ ...envelope, jobId: z.number(), order: z.object({ requestedBy: z.string() }) });
const ofChat = z.object({
  ...envelope,
  contactId: z.string(),
  agentId: z.exactOptional(z.string()),
  agentIds: z.exactOptional(texts),
});

const received = z.object({
  source: z.literal('lastcall'),
  'detail-type': z.string(),
  detail: z.record(z.string(), z.unknown()),
});

/**
 * The event of an agent, a job or a chat in an event from the bus, whatever it says besides: that is passed on.
 *
 * @throws Error when it is anything else
 */
export function parseWatchedEvent(event: unknown): WatchedEvent {
  const { 'detail-type': type, detail } = received.parse(event);
  const { eventId, at, instanceId } = z.object(envelope).parse(detail);
  return { eventId, at, instanceId, type, subject: subjectOf(detail, eventId.slice(instanceId.length)), detail };
}

/** @param rest the id without its instance: `/agent/{agentId}/{sequence}` */
function subjectOf(detail: Readonly<Record<string, unknown>>, rest: string): Subject {
  if (rest.startsWith('/agent/')) return { of: 'agent', agentId: ofAgent.parse(detail).agentId };
  if (rest.startsWith('/job/')) {
    const { jobId, order } = ofJob.parse(detail);
    return { of: 'job', jobId, requestedBy: order.requestedBy };
  }
  if (!rest.startsWith('/chat/')) throw new Error('Not the event of an agent, a job or a chat');
  const { contactId, agentId, agentIds = [] } = ofChat.parse(detail);
  return { of: 'chat', contactId, agentIds: agentId === undefined ? agentIds : [agentId, ...agentIds] };
}
