import type { Pass } from '#core/access/passes.ts';
import type { Message } from '#core/chats/message.ts';
import { connectParticipant } from '#dialects/connect-participant/problem.ts';
import type { ParticipantRequest } from '#dialects/connect-participant/request.ts';
import { someDay } from '../../support/agents.ts';
import { refusalOf } from '../requests.ts';

/** The customer of the one chat of these tests. */
const aPass: Pass = {
  kind: 'connection',
  instanceId: 'demo',
  contactId: 'c1',
  participantId: 'customer',
};

/** What that customer asks. */
export const asking = (body: unknown): ParticipantRequest => ({ pass: aPass, body });

/** The answer to work that is refused: status, error name and message. */
export function answerTo(work: () => unknown): readonly [number, string | undefined, unknown] {
  const { status, headers, body } = connectParticipant(refusalOf(work), 'request-1');
  return [status, headers?.['x-amzn-ErrorType'], body];
}

/** The answer to bad input with this message. */
export const invalid = (message: string) => [400, 'ValidationException', { Message: message }];

/** What that customer, Leia, has written. */
export const aMessage = (says: Partial<Message> = {}): Message => ({
  messageId: 'm1',
  at: someDay,
  participantId: 'customer',
  role: 'CUSTOMER',
  displayName: 'Leia',
  contentType: 'text/plain',
  content: 'Hello',
  clientToken: 't1',
  ...says,
});
