const event = <Name extends string>(name: Name) => `application/vnd.amazonaws.connect.event.${name}` as const;

/** What a participant may write. */
export const messageTypes = {
  plain: 'text/plain',
  markdown: 'text/markdown',
  json: 'application/json',
  interactiveResponse: 'application/vnd.amazonaws.connect.message.interactive.response',
} as const;

/** What a participant may tell the others beside messages. */
export const signalTypes = {
  typing: event('typing'),
  delivered: event('message.delivered'),
  read: event('message.read'),
  acknowledged: event('connection.acknowledged'),
} as const;

/** What only Lastcall tells. */
export const noticeTypes = {
  joined: event('participant.joined'),
  left: event('participant.left'),
  idle: event('participant.idle'),
  returned: event('participant.returned'),
  autoDisconnection: event('participant.autodisconnection'),
  ended: event('chat.ended'),
  /** What becomes of a receipt on its way to who wrote the message. */
  receipt: event('message.metadata'),
} as const;

/** The name of an event that only the system sends, be it one that Lastcall knows nothing of; else `undefined`. */
export function systemEventIn(contentType: unknown): string | undefined {
  if (typeof contentType !== 'string' || Object.values<string>(signalTypes).includes(contentType)) return undefined;
  const prefix = event('');
  const name = contentType.slice(prefix.length);
  return contentType.startsWith(prefix) && /^[a-z.]{1,60}$/.test(name) ? name : undefined;
}
