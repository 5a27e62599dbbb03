import type { Message } from '#core/chats/message.ts';
import { someDay } from './agents.ts';

/** The first message of a chat, by its customer. */
export const aMessage = (says: Partial<Message> = {}): Message => ({
  messageId: 'message-1',
  at: someDay,
  participantId: 'customer',
  role: 'CUSTOMER',
  displayName: 'Cy',
  contentType: 'text/plain',
  content: 'Hello',
  clientToken: says.messageId ?? 'message-1',
  ...says,
});

/** So many messages, a second apart. */
export const messages = (n: number, says: Partial<Message> = {}): Message[] =>
  Array.from({ length: n }, (_, index) =>
    aMessage({ messageId: `message-${String(index).padStart(4, '0')}`, at: someDay + 1000 * index, ...says }),
  );
