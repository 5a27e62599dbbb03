import type { Absence } from '#core/chats/chat.ts';
import { type Problem, RefusedRequest } from '../http.ts';

/** For clients all of these are one: 403, after which a stock client takes the chat for ended and asks no more. */
const over = (message: string) => ({ type: 'unauthenticated', message }) as const;

const refusals = {
  unknownChat: over('The chat of this token is over and has been forgotten'),
  unknownParticipant: over('The chat of this token does not know its participant'),
  ended: over('The chat has ended'),
  left: over('The participant of this token has left the chat, or was disconnected from it'),
  tokenReused: {
    type: 'conflict',
    message: 'ClientToken stands for another message already: give each message one of its own',
  },
} as const satisfies Record<Absence | 'tokenReused', Problem>;

/** The refusal of what a participant wanted to do, in words. */
export const refusedParticipant = (refusal: keyof typeof refusals) => new RefusedRequest(refusals[refusal]);
