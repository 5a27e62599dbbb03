import { type Problem, problemStatus, type RenderProblem } from '../http.ts';
import { problemHeaders, problemSentence } from '../problem.ts';

/** The status phrases of RFC 9110: with the type `about:blank` a title says no more than the status does (RFC 9457). */
const titles = {
  badInput: 'Bad Request',
  unauthenticated: 'Unauthorized',
  forbidden: 'Forbidden',
  notFound: 'Not Found',
  conflict: 'Conflict',
  tooLarge: 'Content Too Large',
  notJsonContent: 'Unsupported Media Type',
  tooManyRequests: 'Too Many Requests',
  contended: 'Service Unavailable',
  unavailable: 'Service Unavailable',
  internal: 'Internal Server Error',
} as const satisfies Record<Problem['type'], string>;

/** Problem details by RFC 9457; for bad input with every fault. */
export const native: RenderProblem = (problem, requestId) => ({
  status: problemStatus[problem.type],
  headers: { ...problemHeaders(problem), 'content-type': 'application/problem+json' },
  body: {
    type: 'about:blank',
    title: titles[problem.type],
    status: problemStatus[problem.type],
    detail: problem.type === 'badInput' ? 'Nothing was done; errors says what to correct' : problemSentence(problem),
    requestId,
    ...(problem.type === 'badInput' && { errors: problem.faults }),
    ...(problem.type === 'conflict' && problem.members),
  },
});
