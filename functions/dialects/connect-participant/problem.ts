import * as z from 'zod';
import type { WriteRefusal } from '#core/chats/activity.ts';
import type { ConnectionRefusal } from '#core/chats/connections.ts';
import { messageLimit } from '#core/chats/message-limit.ts';
import { signalLimit } from '#core/chats/signal-limit.ts';
import { seconds } from '#core/instant.ts';
import { forParticipants } from '../audiences.ts';
import { type HttpAnswer, type Problem, RefusedRequest, type RenderProblem } from '../http.ts';
import { problemSentence, retryHeaders } from '../problem.ts';

/** The errors of the participant service, with their statuses. */
const errorStatus = {
  ValidationException: 400,
  AccessDeniedException: 403,
  ConflictException: 409,
  ThrottlingException: 429,
  InternalServerException: 500,
} as const;

const errorNames = {
  badInput: 'ValidationException',
  tooLarge: 'ValidationException',
  notJsonContent: 'ValidationException',
  unauthenticated: 'AccessDeniedException',
  forbidden: 'AccessDeniedException',
  // Without a token of the chat, nobody learns whether it exists.
  notFound: 'AccessDeniedException',
  conflict: 'ConflictException',
  // Clients retry on this error, which helps.
  tooManyRequests: 'ThrottlingException',
  contended: 'ThrottlingException',
  unavailable: 'InternalServerException',
  internal: 'InternalServerException',
} as const satisfies Record<Problem['type'], keyof typeof errorStatus>;

/**
 * Errors as an Amazon Connect chat client reads them: one message in the body, and the name in a header. Gateways may rename
 * such a header, so clients find the name in the body as well.
 */
const connectParticipant: RenderProblem = (problem, requestId): HttpAnswer => {
  const name = errorNames[problem.type];
  return {
    status: errorStatus[name],
    headers: {
      ...(problem.type === 'tooManyRequests' && retryHeaders(problem)),
      'x-amzn-ErrorType': name,
      'x-amzn-RequestId': requestId,
    },
    body: { __type: name, Message: problemSentence(problem) },
  };
};

export const participantProblems = {
  render: connectParticipant,
  body: z.strictObject({ __type: z.enum(Object.keys(errorStatus)), Message: z.string() }),
};

/** Declares a route of Amazon Connect's participant service. */
export const participantRoute = forParticipants(participantProblems);

/** All of these are 403 for clients. A stock client then takes the chat to be over and makes no further requests. */
const over = (message: string) => ({ type: 'unauthenticated', message }) as const;

const refusals = {
  unknownChat: over('The chat of this token is over and has been forgotten'),
  unknownParticipant: over('The chat of this token does not know its participant'),
  ended: over('The chat has ended'),
  left: over('The participant of this token has left the chat, or was disconnected from it'),
  tooManyMessages: { type: 'tooManyRequests', retryAfterSeconds: messageLimit.within / seconds(1) },
  tooManySignals: { type: 'tooManyRequests', retryAfterSeconds: signalLimit.within / seconds(1) },
  // A stock client does not try again after this status, and ends its own session. After a 429 it would.
  tooManyConnections: {
    type: 'conflict',
    message: 'This participant has as many WebSockets as one may have: close another window of the chat',
  },
  tokenReused: {
    type: 'conflict',
    message: 'ClientToken stands for another message already: give each message one of its own',
  },
} as const satisfies Record<WriteRefusal | ConnectionRefusal | 'tooManySignals' | 'tokenReused', Problem>;

/** The refusal of a request of a participant. */
export const refusedParticipant = (refusal: keyof typeof refusals) => new RefusedRequest(refusals[refusal]);
