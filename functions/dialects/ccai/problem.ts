import * as z from 'zod';
import { forCallers } from '../audiences.ts';
import { problemStatus, type RenderProblem } from '../http.ts';
import { problemHeaders, problemSentence } from '../problem.ts';

/** Errors as CCAI Platform writes them: one message. */
export const ccai: RenderProblem = (problem, requestId) => ({
  status: problemStatus[problem.type],
  headers: { ...problemHeaders(problem), 'x-request-id': requestId },
  body: { message: problemSentence(problem) },
});

/** The body of every error. */
export const messageAnswer = z.strictObject({ message: z.string() });

export const ccaiProblems = { render: ccai, body: messageAnswer };

/** Declares a route of CCAI Platform's API. */
export const ccaiRoute = forCallers(ccaiProblems);
