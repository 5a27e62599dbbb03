import * as z from 'zod';
import type { ChatKey } from '#core/chats/chat.ts';
import { closedObject, mustBe, shown, sizeOf } from '../request-schema.ts';

/** The chat that the claims of a token name. */
export const chatKeyOf = ({ instanceId, contactId }: ChatKey): ChatKey => ({ instanceId, contactId });

const clientTokenError = mustBe('1 to 500 printable ASCII characters', sizeOf);

/** Chosen by the client: a second request with the same token is a repeat. ASCII, because it becomes part of a key. */
export const clientToken = z
  .string({ error: clientTokenError })
  .regex(/^[\x20-\x7e]{1,500}$/, { error: clientTokenError })
  .optional();

/** How a message shows a keyword or a number. Of anything that may be personal it shows only the size. */
export const shownWord = (value: unknown): string =>
  typeof value !== 'string' || /^[\w.+-]{1,100}(\/[\w.+-]{1,100})?$/.test(value) ? shown(value) : sizeOf(value);

/** The members of a request, or of a part of it. */
export const members = <Shape extends z.core.$ZodShape>(shape: Shape) => closedObject(shape, shownWord);

/** The JSON in a text; `undefined` if it is not JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An instant in an answer. */
export const instant = z.iso.datetime({ precision: 3 });

const event = <Name extends string>(name: Name) => `application/vnd.amazonaws.connect.event.${name}` as const;

/** The content types of messages. */
export const messageTypes = {
  plain: 'text/plain',
  markdown: 'text/markdown',
  json: 'application/json',
  interactiveResponse: 'application/vnd.amazonaws.connect.message.interactive.response',
} as const;

/** The content types of the events that participants send. */
export const signalTypes = {
  typing: event('typing'),
  delivered: event('message.delivered'),
  read: event('message.read'),
  acknowledged: event('connection.acknowledged'),
} as const;

/** The content types of the events that only Lastcall sends. */
export const noticeTypes = {
  joined: event('participant.joined'),
  left: event('participant.left'),
  idle: event('participant.idle'),
  returned: event('participant.returned'),
  autoDisconnection: event('participant.autodisconnection'),
  ended: event('chat.ended'),
  /** A receipt, as the author of the message gets it. */
  receipt: event('message.metadata'),
} as const;

/** The name in a content type of events that participants may not send, known to Lastcall or not. */
export function systemEventIn(contentType: unknown): string | undefined {
  if (typeof contentType !== 'string' || Object.values<string>(signalTypes).includes(contentType)) return undefined;
  const prefix = event('');
  const name = contentType.slice(prefix.length);
  return contentType.startsWith(prefix) && /^[a-z.]{1,60}$/.test(name) ? name : undefined;
}
