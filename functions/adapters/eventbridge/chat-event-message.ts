import * as z from 'zod/mini';
import type { ChatEvent } from '#core/chats/events.ts';
import type { Recorded } from '#core/commit.ts';
import { chatFactShape } from '../chat-fact-shape.ts';

const timers = z.object({ IDLE: z.exactOptional(z.number()), DISCONNECT_NONCUSTOMER: z.exactOptional(z.number()) });
const factShape = chatFactShape(z.object({ CUSTOMER: timers, AGENT: timers }));

const envelopeShape = z.object({
  eventId: z.string(),
  sequence: z.number(),
  at: z.pipe(z.iso.datetime(), z.transform(Date.parse)),
  instanceId: z.string(),
  contactId: z.string(),
});

/** The fact lies beside its envelope in one object, so each is read by itself. */
const eventShape = z.object({ source: z.literal('lastcall'), detail: z.unknown() });

/**
 * An event of a chat as the bus hands it over.
 *
 * @throws ZodError when it is anything else.
 */
export function parseChatEvent(event: unknown): Recorded<ChatEvent> {
  const { detail } = eventShape.parse(event);
  const { instanceId, contactId, ...envelope } = envelopeShape.parse(detail);
  return { ...envelope, fact: { ...factShape.parse(detail), instanceId, contactId } };
}
