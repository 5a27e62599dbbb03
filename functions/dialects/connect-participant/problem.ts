import type { HttpAnswer, Problem, RenderProblem } from '../http.ts';
import { problemSentence, retryHeaders } from '../problem.ts';

/** The errors the participants' calls have, with their statuses. */
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
  // Whoever holds no token of a chat is not told whether there is one.
  notFound: 'AccessDeniedException',
  conflict: 'ConflictException',
  // Clients try these again, which is what helps.
  tooManyRequests: 'ThrottlingException',
  contended: 'ThrottlingException',
  unavailable: 'InternalServerException',
  internal: 'InternalServerException',
} as const satisfies Record<Problem['type'], keyof typeof errorStatus>;

/** Errors as an Amazon Connect chat client reads them: the name in a header, one message in the body. */
export const connectParticipant: RenderProblem = (problem, requestId): HttpAnswer => {
  const name = errorNames[problem.type];
  return {
    status: errorStatus[name],
    headers: {
      ...(problem.type === 'tooManyRequests' && retryHeaders(problem)),
      'x-amzn-ErrorType': name,
      'x-amzn-RequestId': requestId,
    },
    body: { Message: problemSentence(problem) },
  };
};
