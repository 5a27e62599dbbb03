import * as z from 'zod';
import { forCallers } from '../audiences.ts';
import { type Problem, problemStatus, type RenderProblem } from '../http.ts';
import { problemHeaders, problemSentence } from '../problem.ts';

/** Named after the errors of OAuth 2.0 (RFC 6749, RFC 6750), with which the clients of NICE CXone get their tokens. */
const errorNames = {
  badInput: 'invalid_request',
  tooLarge: 'invalid_request',
  notJsonContent: 'invalid_request',
  unauthenticated: 'invalid_client',
  forbidden: 'insufficient_scope',
  notFound: 'not_found',
  conflict: 'conflict',
  tooManyRequests: 'too_many_requests',
  contended: 'temporarily_unavailable',
  unavailable: 'temporarily_unavailable',
  internal: 'server_error',
} as const satisfies Record<Problem['type'], string>;

/** Errors as the API behind the actions of Studio writes them: a name and a sentence. */
const nice: RenderProblem = (problem, requestId) => ({
  status: problemStatus[problem.type],
  headers: { ...problemHeaders(problem), 'x-request-id': requestId },
  body: { error: errorNames[problem.type], error_description: problemSentence(problem) },
});

const body = z.strictObject({ error: z.enum(Object.values(errorNames)), error_description: z.string() });

export const niceProblems = { render: nice, body };

/** Declares a route of NICE CXone's API. */
export const niceRoute = forCallers(niceProblems);
