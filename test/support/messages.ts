import type { Message } from '#core/chats/ports.ts';
import { someDay } from './agents.ts';

/** The first message of a chat, by its customer. */
export const aMessage = (overrides: Partial<Message> = {}): Message => ({
  messageId: 'message-1',
  at: someDay,
  participantId: 'customer',
  role: 'CUSTOMER',
  displayName: 'Cy',
  contentType: 'text/plain',
  content: 'Hello',
  clientToken: overrides.messageId ?? 'message-1',
  ...overrides,
});

/** This many messages, a second apart. */
export const messages = (n: number, overrides: Partial<Message> = {}): Message[] =>
  Array.from({ length: n }, (_, index) =>
    aMessage({ messageId: `message-${String(index).padStart(4, '0')}`, at: someDay + 1000 * index, ...overrides }),
  );
