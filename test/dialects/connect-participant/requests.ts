import type { Message } from '#core/chats/ports.ts';
import { participantRoutes } from '#dialects/connect-participant/routes.ts';
import type { ParticipantIdentity, ParticipantRequest } from '#dialects/route.ts';
import { aMessage } from '../../support/messages.ts';
import { routeOf } from '../call-route.ts';
import { type RefusingRoute, refusedAnswer } from '../refused-answers.ts';

/** The customer of the one chat of these tests. */
export const claims: ParticipantIdentity = {
  kind: 'connection',
  instanceId: 'demo',
  contactId: 'c1',
  participantId: 'customer',
};

/** What the use cases for that customer are called with. */
export const key = { instanceId: 'demo', contactId: 'c1' };

export const routeOfCall = (name: 'connection' | 'message' | 'event' | 'transcript' | 'disconnect') =>
  routeOf(participantRoutes, `POST /participant/${name}`);

/** A request of that customer. */
export const asking = (body: unknown): ParticipantRequest => ({ claims, body });

/** The answer of a route when this work is refused: status, error name and message. */
export async function answerTo(route: RefusingRoute, work: Promise<unknown>) {
  const { status, headers, body } = await refusedAnswer(route, work);
  return [status, headers?.['x-amzn-ErrorType'], body] as const;
}

/** The answer to bad input with this message. */
export const invalid = (message: string) => [
  400,
  'ValidationException',
  { __type: 'ValidationException', Message: message },
];

/** A message that this customer, Leia, has written. */
export const aMessageOfLeia = (overrides: Partial<Message> = {}): Message =>
  aMessage({ messageId: 'm1', displayName: 'Leia', clientToken: 't1', ...overrides });
