import * as z from 'zod/mini';
import type { StreamDelivery } from '#core/chats/stream-delivery.ts';
import { chatEventShape, fromChatEventRecord, toChatEventRecord } from '../chat-event-record.ts';

const messageShape = z.object({
  endpointId: z.string(),
  instanceId: z.string(),
  contactId: z.string(),
  event: chatEventShape,
});

/** SQS takes no noncharacters, and some emulators no surrogates. Names of flows may have both. */
const beyondSqs = /[\ud800-\udfff\ufffe\uffff]/g;
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16)}`;

/** A delivery as the text of a message. */
export function streamMessageBody({ endpointId, event }: StreamDelivery): string {
  const { instanceId, contactId } = event.fact;
  const message: z.output<typeof messageShape> = {
    endpointId,
    instanceId,
    contactId,
    event: toChatEventRecord(event),
  };
  return JSON.stringify(message).replace(beyondSqs, escaped);
}

/** @throws ZodError or SyntaxError when the text is not a delivery. */
export function parseStreamMessage(body: string): StreamDelivery {
  const { endpointId, event, ...key } = messageShape.parse(JSON.parse(body));
  return { endpointId, event: fromChatEventRecord(key, event) };
}
