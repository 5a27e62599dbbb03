import { problemStatus, type RenderProblem } from '../http.ts';
import { problemHeaders, problemSentence } from '../problem.ts';

/** Errors as that API writes them: one message. */
export const ccai: RenderProblem = (problem, requestId) => ({
  status: problemStatus[problem.type],
  headers: { ...problemHeaders(problem), 'x-request-id': requestId },
  body: { message: problemSentence(problem) },
});
