import { type Problem, problemStatus, type RenderProblem } from '../http.ts';
import { problemHeaders, problemSentence } from '../problem.ts';

/** Names after OAuth 2.0 (RFC 6749, RFC 6750), which that API's tokens come by. */
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

/** Errors as the API behind Studio's actions writes them: a name and a sentence. */
export const nice: RenderProblem = (problem, requestId) => ({
  status: problemStatus[problem.type],
  headers: { ...problemHeaders(problem), 'x-request-id': requestId },
  body: { error: errorNames[problem.type], error_description: problemSentence(problem) },
});
