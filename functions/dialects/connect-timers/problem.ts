import * as z from 'zod';
import { forCallers } from '../audiences.ts';
import type { HttpAnswer, Problem, RenderProblem } from '../http.ts';
import { problemSentence, retryHeaders } from '../problem.ts';

/** The errors of UpdateParticipantRoleConfig, with their statuses. */
const errorStatus = {
  InvalidParameterException: 400,
  InvalidRequestException: 400,
  AccessDeniedException: 403,
  ResourceNotFoundException: 404,
  ThrottlingException: 429,
  InternalServiceException: 500,
} as const;

type ErrorName = keyof typeof errorStatus;

/**
 * Errors as an Amazon Connect client reads them: one message in the body, and the name in a header. Gateways may rename
 * such a header, so clients find the name in the body as well.
 */
const connect: RenderProblem = (problem, requestId): HttpAnswer => {
  const name = errorName(problem);
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

/** A fault in something that has a name is a fault of a parameter, any other is one of the request. */
function errorName(problem: Problem): ErrorName {
  switch (problem.type) {
    case 'badInput':
      return problem.isUnreadable !== true && problem.faults.every(({ path }) => path !== '')
        ? 'InvalidParameterException'
        : 'InvalidRequestException';
    case 'tooLarge':
    case 'notJsonContent':
    case 'conflict':
      return 'InvalidRequestException';
    case 'unauthenticated':
    case 'forbidden':
      return 'AccessDeniedException';
    case 'notFound':
      return 'ResourceNotFoundException';
    // Clients retry on this error, which helps.
    case 'tooManyRequests':
    case 'contended':
      return 'ThrottlingException';
    case 'unavailable':
    case 'internal':
      return 'InternalServiceException';
  }
}

export const connectProblems = {
  render: connect,
  body: z.strictObject({ __type: z.enum(Object.keys(errorStatus)), Message: z.string() }),
};

/** Declares a route of Amazon Connect's API. */
export const connectRoute = forCallers(connectProblems);
